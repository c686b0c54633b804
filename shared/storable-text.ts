import { z } from 'zod';

/**
 * Text a database keeps and a mail carries: without U+0000, which PostgreSQL refuses, and without halves of surrogate
 * pairs, which its JSON refuses. A web page and a received mail can hold both.
 */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** Text of at most `max` UTF-16 units; what cannot be stored of it is left out. */
export const text = (max: number) => z.string().max(max).overwrite(storableText);
