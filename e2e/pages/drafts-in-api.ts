import pg from 'pg';

/** The texts of all drafts the API keeps, as its rows hold them. */
export async function draftsInApi(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ text: string }>('select text from email_drafts order by saved_at');
    return rows.map(({ text }) => text);
  } finally {
    await client.end();
  }
}
