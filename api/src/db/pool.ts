import pg from 'pg';

/** Who a query runs as: bound to one organisation, or the system, which sees all. */
export type Binding = { organisation: string } | 'system';

const boundAs = new WeakMap<pg.PoolClient, string>();

/**
 * Takes a connection that is bound already, or binds it: the database then shows it one organisation's rows and no
 * others. The binding is the connection's, so a query that follows one of the same organisation pays no round trip.
 */
export async function connectAs(pool: pg.Pool, binding: Binding): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const wanted = binding === 'system' ? 'system' : binding.organisation;
  if (boundAs.get(client) === wanted) return client;
  try {
    boundAs.delete(client);
    await client.query(
      binding === 'system'
        ? `set role lumina_system`
        : `set role lumina_app; set lumina.organisation = ${pg.escapeLiteral(binding.organisation)}`,
    );
    boundAs.set(client, wanted);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** How long anyone waits for a connection before being told that the database does not answer. */
const PATIENCE_MS = 10_000;

/**
 * A pool that outlives a restart of the server: a lost connection is an `error` event, and one that nobody hears ends
 * the process. The pool hears only its idle connections, so those at work are given a listener for life; their queries
 * fail by themselves.
 */
export function createPool(databaseUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    application_name: 'lumina',
    connectionTimeoutMillis: PATIENCE_MS,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
