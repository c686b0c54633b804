-- What a mail answers, as the mail page names it; null: a new mail. Told with the mail, so it never changes with it.
alter table emails add column thread jsonb;
alter table email_drafts add column thread jsonb;
alter table draft_revisions add column thread jsonb;
-- The message it answers, as the provider knows it: looked up before the draft is made, and never again.
alter table email_sends add column parent jsonb;
