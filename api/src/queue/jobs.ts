import { z } from 'zod';
import { EmailId, MailboxId, OrganisationId } from '#shared/ids.js';

/** Every background job. A payload is ids and means "look at this row"; the row says what to do. */
export const jobs = {
  send: z.object({ organisationId: OrganisationId, emailId: EmailId }),
  ingest: z.object({ organisationId: OrganisationId, mailboxId: MailboxId }),
  rollup: z.object({ organisationId: OrganisationId }),
};

export type JobName = keyof typeof jobs;
export const jobNames = Object.keys(jobs) as JobName[];
export type Payload<Name extends JobName> = z.output<(typeof jobs)[Name]>;
