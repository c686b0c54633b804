import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grounding, ungrounded } from './grounding.js';
import { specifics } from './specifics.js';
import type { Fact } from './suggestion.js';

const fact = (id: string, text: string, fields: Fact['fields'] = {}): Fact => ({
  id,
  text,
  kind: 'other',
  fields,
  source: 'acme.example/news',
  date: '2026-11-12',
});
const facts = [
  fact('size', 'Acme has 340 employees in Austin.'),
  fact('hiring', 'Acme is hiring twelve SDRs in September.', { role: 'SDR', place: 'Austin' }),
  fact('talk', 'Ada Lovelace spoke at the FinOps Forum on month-end close in October.', { event: 'FinOps Forum' }),
  fact('move', 'Acme is moving from SAP to NetSuite.', { from: 'SAP', to: 'NetSuite' }),
  fact('round', 'Acme raised $40M in a Series B; see acme.example/b or call +1 555 010 9999.'),
];
const draft =
  'Hi Ada,\nWe cut close from 9 days to 4 for 200 companies, at $48,000 a year. See https://lumina.example/close.';
const sources = { trusted: `${draft}\nAda Lovelace\nAcme`, facts };
const unsupported = (text: string) => ungrounded(text, sources).map((claim) => claim.text);

describe('what a text claims is found', () => {
  test.each<[string, string[]]>([
    ['Call +1 (555) 010-9999 or ada@acme.example.', ['phone 15550109999', 'email ada@acme.example']],
    ['See https://www.acme.example/b/.', ['link acme.example/b']],
    ['It is $40M, or 40 million dollars.', ['price 40000000$', 'price 40000000$']],
    ['Take 90 % off, or 38% less work.', ['price 90% off', 'number 38%']],
    ['Twelve reps, 12 reps, two hundred calls.', ['number 12', 'number 12', 'number 200']],
    ['On October 3, 2026 or 3rd of Oct.', ['date year 2026 month 10 day 3', 'date month 10 day 3']],
    ['It may help. I march on. In May we start.', ['date month 5']],
    ['Thursday at 2pm or 14:30.', ['date weekday thurs', 'date time 2pm', 'date time 14:30']],
    ['Dear {{first_name}}, at [Company]', ['placeholder {{first_name}}', 'placeholder [company]']],
    ['Hi Ada, I hope Stark Industries likes iPhone.', ['name ada', 'name stark industries', 'name iphone']],
    ['Thanks for this. Node.js is fine.', ['name node']],
    ["Acme's SDRs work.", ['name acme', 'name sdrs']],
  ])('%s', (text, expected) => {
    expect(specifics(text).map(({ kind, parts }) => [kind, ...parts].join(' '))).toEqual(expected);
  });

  test('a word that opens a sentence is no name, an unknown one is', () => {
    expect(specifics('Following up. Globex grows. Please write.').map(({ text }) => text)).toEqual(['Globex']);
  });
});

describe('what nothing supports is named', () => {
  test.each<[string, string[]]>([
    ['You have 340 warehouses.', ['340']],
    ['You have 350 employees.', ['350']],
    ['We help 300 companies.', ['300']],
    ['Your friends at Initech like it.', ['Initech']],
    ['Globex likes it.', ['Globex']],
    ['Acme is hiring SDRs in October.', ['October']],
    ['Acme is hiring in November.', ['November']],
    ['You are moving from NetSuite to SAP.', ['from NetSuite to SAP']],
    ['I enjoyed meeting you at the FinOps Forum.', ['enjoyed meeting you']],
    ['You told us close takes 9 days.', ['You told']],
    ['As discussed, here it is.', ['As discussed']],
    ['Congrats on the $40M.', ['$40M']],
    ['See acme.example/b for more.', ['acme.example/b']],
    ['Call +1 555 010 9999.', ['+1 555 010 9999']],
    ['We offer you 38% off.', ['38%']],
    ['It costs $47,000 a year.', ['$47,000']],
    ['Write to sales@evil.example.', ['sales@evil.example']],
    ['Hello {{first_name}}.', ['{{first_name}}']],
  ])('%s', (text, expected) => {
    expect(unsupported(text)).toEqual(expected);
  });
});

describe('what something supports passes', () => {
  test.each([
    'You have 340 employees in Austin.',
    'You are hiring 12 SDRs.',
    'Your talk at the FinOps Forum stood out.',
    'Acme is hiring SDRs in September.',
    'You are moving from SAP to NetSuite.',
    'Congrats on the Series B.',
    "Acme's SDRs in Austin caught my eye.",
    'It is 48,000 dollars a year, see lumina.example/close.',
    'Close takes four days at 200 companies.',
    'Would it be useful to talk about this?',
  ])('%s', (text) => {
    expect(unsupported(text)).toEqual([]);
  });

  test('and it is known from where', () => {
    const origins = grounding('Hi Ada, your talk at the FinOps Forum for 200 companies', sources).map(
      ({ text, origin }) => [text, origin.from === 'fact' ? origin.factIds.join() : origin.from],
    );
    expect(origins).toEqual([
      ['Ada', 'draft'],
      ['FinOps Forum', 'talk'],
      ['200', 'draft'],
    ]);
  });

  test('a rep who wrote that they met may keep it', () => {
    const met = { trusted: 'It was great meeting you in Austin.', facts: [] };
    expect(ungrounded('Great meeting you in Austin.', met)).toEqual([]);
  });
});

test('any text supports itself', () => {
  const piece = fc.constantFrom(
    '340 employees',
    '$40M',
    'Acme',
    'hi Ada,',
    'in October',
    'a@b.example',
    'from SAP to Oracle',
    '.\n',
    '12',
    '5%',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join(' ');
      expect(ungrounded(text, { trusted: text, facts: [] })).toEqual([]);
    }),
  );
});

// A pattern that backtracks without bound would run into the test's own time limit here.
test.each(['1 ', 'a-', 'a.', '1,', 'A ', 'aA', '[', '(1', '$1', 'www.', 'x@x.', 'from A to ', "A's "])(
  'the longest draft made of "%s" is still read',
  (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    expect(ungrounded(text, { trusted: text, facts: [] })).toEqual([]);
  },
);
