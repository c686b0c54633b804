-- Graph says which message it tells of, in whatever folder a rule of the rep's has put it; Gmail does not.
alter table push_inbox add column message_id text;
