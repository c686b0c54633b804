import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** PostgreSQL's name for each type schema.prisma uses. */
const typeOf: Record<string, string> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Json: 'jsonb',
  Bytes: 'bytea',
  Uuid: 'uuid',
  Timestamptz: 'timestamptz',
  Real: 'float4',
  Date: 'date',
};

/** What schema.prisma says of each table: column → type, with `?` where it may be null and `[]` for lists. */
function tablesOfPrisma(): Map<string, Map<string, string>> {
  const text = readFileSync(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8');
  const models = new Set([...text.matchAll(/^model (\w+)/gm)].map(([, name]) => name));
  return new Map(
    [...text.matchAll(/^model \w+ \{\n([\s\S]*?)\n\}/gm)].map(([, body = '']) => {
      const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
      const columns = [...body.matchAll(/^ {2}(\w+) +(\w+)(\[\]|\?)?(.*)$/gm)].flatMap(
        ([, field = '', type = '', mark = '', rest = '']): [string, string][] => {
          if (models.has(type)) return [];
          const name = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
          const native = /@db\.(\w+)/.exec(rest)?.[1] ?? type;
          return [[name, `${mark === '[]' ? '_' : ''}${typeOf[native] ?? native}${mark === '?' ? '?' : ''}`]];
        },
      );
      return [table, new Map(columns)];
    }),
  );
}

test('schema.prisma and the migrations describe the same tables', async () => {
  const tables = tablesOfPrisma();
  expect(tables.size).toBeGreaterThan(10);
  for (const [table, expected] of tables) {
    const { rows } = await world.owner.query<{ column_name: string; udt_name: string; is_nullable: string }>(
      `select column_name, udt_name, is_nullable from information_schema.columns where table_schema = 'public' and table_name = $1`,
      [table],
    );
    const actual = rows.map((c) => [c.column_name, c.udt_name + (c.is_nullable === 'YES' ? '?' : '')]);
    expect([table, Object.fromEntries(actual)]).toEqual([table, Object.fromEntries(expected)]);
  }
});
