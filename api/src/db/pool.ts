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

/** A pool that outlives a restart of the server: without a listener a lost idle connection ends the process. */
export function createPool(databaseUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max, application_name: 'lumina' });
  pool.on('error', () => undefined);
  return pool;
}
