-- A company as Microsoft vouches for it. Beside the domain Google vouches for, and never compared with it.
alter table organisations add column tenant uuid unique;

-- Whose account at Google or Microsoft opened the mailbox, '<issuer>:<sub>': who signs in with it later is its owner,
-- whichever account they came with first. Mailboxes from before learn it at their next sign-in.
alter table mailboxes add column subject text;
create index mailboxes_by_subject on mailboxes (subject) where subject is not null;

-- What a sign-in that adds a mailbox found, sealed. Connected when the code is swapped by who began it, and gone then.
alter table sign_in_codes add column sealed_connection text;
