import { z } from 'zod';
import { ProspectId } from './ids.js';
import { Fact } from './suggestion.js';

export const Company = z.object({ domain: z.string(), name: z.string(), facts: z.array(Fact) });
export type Company = z.infer<typeof Company>;

export const Prospect = z.object({
  id: ProspectId,
  email: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  facts: z.array(Fact),
  company: Company.nullable(),
});
export type Prospect = z.infer<typeof Prospect>;

export const ProspectList = z.object({ prospects: z.array(Prospect), next: z.string().nullable() });
export type ProspectList = z.infer<typeof ProspectList>;
