-- What the sweep asks every two seconds must not read every send there ever was.
create index email_sends_paused on email_sends (mailbox_id) where state = 'paused';

-- Where no worker ran for months, events of a month without a partition are in the default one, and that month can't get
-- one any more: it stays there, and the months after it get theirs.
create or replace function ensure_event_partitions() returns void language plpgsql security definer set search_path from current as $$
declare
  month date;
begin
  for month in select generate_series(date_trunc('month', now()), date_trunc('month', now()) + interval '2 months', interval '1 month')::date loop
    if to_regclass(format('email_events_%s', to_char(month, 'YYYY_MM'))) is null then
      begin
        execute format(
          'create table %I partition of email_events for values from (%L) to (%L)',
          'email_events_' || to_char(month, 'YYYY_MM'), month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
      exception when check_violation then
        raise warning 'events of % stay in the default partition', to_char(month, 'YYYY-MM');
      end;
    end if;
  end loop;
end $$;
