import pg from 'pg';

const RETRY_MS = 500;

/**
 * Hears `notify` on a channel, on a connection of its own, until `signal` ends it. While the server is away it tries
 * again by itself; what was said meanwhile is lost, so a listener re-reads its rows now and then all the same.
 */
export function listen(
  databaseUrl: string,
  channel: string,
  heard: (payload: string) => void,
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'lumina listener' });
  const end = () => void client.end().catch(() => undefined);
  let isOver = false;
  const over = () => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener('abort', end);
    end();
    if (!signal.aborted) setTimeout(() => listen(databaseUrl, channel, heard, signal), RETRY_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  client.on('error', over);
  client.on('end', over);
  client.on('notification', (message) => heard(message.payload ?? ''));
  client
    .connect()
    .then(() => client.query(`listen ${channel}`))
    .catch(over);
}
