import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Fact } from '#shared/suggestion.js';

/** The sandbox's two companies, one at Google and one at Microsoft: whoever signs in with an account of theirs joins theirs. */
const WORKSPACES = [
  { key: 'domain', id: 'northwind.example', name: 'Northwind Software' },
  { key: 'tenant', id: 'ef3ebd19-4c05-4b34-86f9-211ce5743065', name: 'Northwind Group' },
] as const;

/**
 * Two believable sample workspaces, the same every time: organisations that people of the sandbox join at their first
 * sign-in, and the prospects they write to. No user and no mail: those are made by using the product.
 * Runs twice without harm.
 */
export async function seed(databaseUrl: string, { today = new Date() }: { today?: Date } = {}): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local role lumina_system');
    for (const workspace of WORKSPACES) await seedWorkspace(client, workspace, today);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function seedWorkspace(client: pg.Client, { key, id, name }: (typeof WORKSPACES)[number], today: Date) {
  await client.query(
    `insert into organisations (id, name, ${key}) values ($1, $2, $3) on conflict (${key}) do nothing`,
    [idOf(`organisation ${id}`), name, id],
  );
  for (const company of companies(today)) {
    await client.query(
      `insert into company_data (organisation_id, domain, name, facts)
       select id, $2, $3, $4 from organisations where ${key} = $1 on conflict do nothing`,
      [id, company.domain, company.name, JSON.stringify(company.facts)],
    );
    for (const person of company.people)
      await client.query(
        `insert into prospects (id, organisation_id, email, name, title, company_domain, facts)
         select $2, id, $3, $4, $5, $6, $7 from organisations where ${key} = $1 on conflict do nothing`,
        [
          id,
          idOf(`prospect ${person.email} of ${id}`),
          person.email,
          person.name,
          person.title,
          company.domain,
          JSON.stringify(person.facts),
        ],
      );
  }
}

/** Dates are told from today, so that a first run never starts with facts that are too old to use. */
function companies(today: Date) {
  const ago = (days: number) => new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  const fact = (
    id: string,
    kind: Fact['kind'],
    text: string,
    fields: Fact['fields'],
    source: string,
    days: number,
  ): Fact => ({
    id,
    kind,
    text,
    fields,
    source,
    date: ago(days),
  });
  return [
    {
      domain: 'analytical.example',
      name: 'Analytical Ltd',
      facts: [
        fact(
          'analytical-hiring',
          'hiring',
          'Analytical Ltd is hiring SDRs in Austin',
          { role: 'SDR', place: 'Austin' },
          'analytical.example/careers',
          9,
        ),
        fact(
          'analytical-tech',
          'tech',
          'Analytical Ltd moved its billing to NetSuite',
          { product: 'NetSuite', area: 'billing' },
          'engineering blog',
          34,
        ),
      ],
      people: [
        {
          email: 'ada@analytical.example',
          name: 'Ada Lovelace',
          title: 'VP Sales',
          facts: [
            fact(
              'ada-talk',
              'event',
              'Ada Lovelace spoke at FinOps Forum about month-end close',
              { event: 'FinOps Forum', topic: 'month-end close' },
              'finops-forum.example/programme',
              10,
            ),
          ],
        },
        { email: 'charles@analytical.example', name: 'Charles Babbage', title: 'CFO', facts: [] },
      ],
    },
    {
      domain: 'hopper.example',
      name: 'Hopper Systems',
      facts: [
        fact(
          'hopper-funding',
          'funding',
          'Hopper Systems raised a Series B of $24M',
          { round: 'Series B', amount: '$24M' },
          'hopper.example/news',
          21,
        ),
      ],
      people: [
        {
          email: 'grace@hopper.example',
          name: 'Grace Hopper',
          title: 'Chief Revenue Officer',
          facts: [
            fact(
              'grace-role',
              'role',
              'Grace Hopper became Chief Revenue Officer',
              { title: 'Chief Revenue Officer' },
              'hopper.example/team',
              16,
            ),
          ],
        },
      ],
    },
    {
      domain: 'curie.example',
      name: 'Curie Instruments',
      facts: [
        fact(
          'curie-expansion',
          'expansion',
          'Curie Instruments opened an office in Lyon',
          { place: 'Lyon' },
          'local press',
          400,
        ),
      ],
      people: [{ email: 'marie@curie.example', name: 'Marie Skłodowska', title: 'Head of Procurement', facts: [] }],
    },
  ];
}

/** A uuid made of a name, so that every seed of every machine is the same (RFC 9562 version 8). */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`lumina seed ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
