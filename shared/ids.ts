import { z } from 'zod';

// One brand per noun: a draft's id handed where an email's is meant does not compile.
export const OrganisationId = z.uuid().brand<'OrganisationId'>();
export type OrganisationId = z.infer<typeof OrganisationId>;
export const UserId = z.uuid().brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const MailboxId = z.uuid().brand<'MailboxId'>();
export type MailboxId = z.infer<typeof MailboxId>;
export const DraftId = z.uuid().brand<'DraftId'>();
export type DraftId = z.infer<typeof DraftId>;
export const EmailId = z.uuid().brand<'EmailId'>();
export type EmailId = z.infer<typeof EmailId>;
export const EventId = z.uuid().brand<'EventId'>();
export type EventId = z.infer<typeof EventId>;
export const ProspectId = z.uuid().brand<'ProspectId'>();
export type ProspectId = z.infer<typeof ProspectId>;
