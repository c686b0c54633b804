// Zod 4 tries whether it may write code. The content policy of our pages says no, and Firefox reports the attempt as an error.
// Has to be the first import of a page: zod asks when the first schema is made.
import { z } from 'zod';

z.config({ jitless: true });
