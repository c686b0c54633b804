import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ungrounded } from '#shared/grounding.js';
import { applyHunks, type Fact, PersonalizeInput, Suggestion } from '#shared/suggestion.js';
import { personalize } from './personalize.js';

const fact = (kind: Fact['kind'], fields: Fact['fields'], date = '2026-11-12', text = 'Acme in the news'): Fact => ({
  id: `${kind}-1`,
  text,
  kind,
  fields,
  source: 'acme.example/news',
  date,
});
const talk = fact(
  'event',
  { event: 'FinOps Forum', topic: 'month-end close' },
  '2026-11-10',
  'Ada spoke at the FinOps Forum',
);
const draft = 'Hi Ada,\n\nWe cut month-end work for finance teams. Would a short call be useful?\n\nBest,\nDana';

const ask = (text: string, facts: Fact[], prospect: Partial<PersonalizeInput['prospect']> = {}): PersonalizeInput => ({
  draftId: '3f0d1c8e-54b6-4f0e-9a3c-5d1f2b7c9e10',
  revision: 4,
  subject: 'Close',
  text,
  today: '2026-11-20',
  prospect: { name: 'Ada Lovelace', email: 'ada@acme.example', company: 'Acme', ...prospect },
  facts,
});
const opened = (text: string, facts: Fact[]) => applyHunks(text, personalize(ask(text, facts)).hunks);
const note = (text: string, facts: Fact[], prospect: Partial<PersonalizeInput['prospect']> = {}) => {
  const suggestion = personalize(ask(text, facts, prospect));
  expect(suggestion).toMatchObject({ hunks: [], confidence: 0 });
  return suggestion.note;
};

describe('an opener', () => {
  test('stands after the greeting, in a paragraph of its own where the draft has paragraphs', () => {
    const [hunk] = personalize(ask(draft, [talk])).hunks;
    expect(hunk).toMatchObject({
      remove: '',
      span: { start: 9, end: 9 },
      factIds: ['event-1'],
      why: 'Opens with them, not us.',
    });
    expect(opened(draft, [talk])).toMatch(
      /^Hi Ada,\n\n(?:I came across your|Your) talk on month-end close at the FinOps Forum[^\n]*\.\n\nWe cut month-end/,
    );
  });

  test('takes the place of a stock opener', () => {
    const stock = 'Hi Ada,\n\nI hope this email finds you well. We cut work for finance teams. Is that useful?';
    const [hunk] = personalize(ask(stock, [talk])).hunks;
    expect(hunk?.remove).toBe('I hope this email finds you well.');
    expect(opened(stock, [talk])).not.toContain('finds you well');
  });

  test('makes the word after it begin a sentence where the greeting stood on the same line', () => {
    expect(opened('Hi Ada, we cut work for you.', [talk])).toMatch(/^Hi Ada, .*\. We cut work for you\.$/);
  });

  test('follows a bare greeting in a new paragraph', () => {
    expect(opened('Hi Ada,', [talk])).toMatch(/^Hi Ada,\n\n.*FinOps Forum.*\.$/);
  });

  test('keeps the apostrophes of the draft', () => {
    expect(opened('Hi Ada,\n\nhere’s what we do for you.', [fact('expansion', { place: 'Lyon' })])).not.toContain("'");
  });

  test.each<[string, Fact, RegExp]>([
    [
      'several vacancies',
      fact('hiring', { role: 'SDRs', place: 'Austin' }),
      /I saw Acme is hiring SDRs in Austin\.|Your SDR openings in Austin caught my eye\./,
    ],
    [
      'one vacancy',
      fact('hiring', { role: 'Head of Sales' }),
      /I saw Acme is hiring for the Head of Sales role\.|Your Head of Sales opening caught my eye\./,
    ],
    [
      'a vacancy whose text says there are more',
      fact('hiring', { role: 'SDR' }, '2026-11-12', 'Acme is hiring SDRs'),
      /I saw Acme is hiring SDRs\.|Your SDR openings caught my eye\./,
    ],
    ['a round', fact('funding', { round: 'Series B', amount: '$24M' }), /Congrat\S+ on (?:the|Acme's) Series B\./],
    [
      'a move',
      fact('tech', { from: 'SAP', to: 'NetSuite' }, '2026-11-12', 'Acme moves from SAP to NetSuite'),
      /I saw Acme is moving from SAP to NetSuite\./,
    ],
    ['a tool', fact('tech', { product: 'NetSuite' }), /I (?:saw|noticed) your team (?:works with|runs on) NetSuite\./],
    ['an event that was', fact('event', { event: 'SaaStock' }), /I saw you were at SaaStock\./],
    ['an event that will be', fact('event', { event: 'SaaStock' }, '2026-12-02'), /I saw you'll be at SaaStock\./],
    [
      'a new place',
      fact('expansion', { place: 'Lyon' }),
      /I saw Acme is expanding to Lyon\.|Congrats on the expansion to Lyon\./,
    ],
    ['a new role', fact('role', { title: 'CRO' }), /Congrat\S+ on (?:the new role as|becoming) CRO\./],
  ])('about %s', (_, given, expected) => {
    expect(opened(draft, [given])).toMatch(expected);
  });

  test('rests on the fact that is surest', () => {
    const old = fact('hiring', { role: 'SDR' }, '2026-09-20');
    expect(personalize(ask(draft, [old, talk])).hunks[0]?.factIds).toEqual(['event-1']);
    expect(personalize(ask(draft, [talk, old])).hunks[0]?.factIds).toEqual(['event-1']);
  });

  test('is less sure of an older fact, and of one that has little to do with the draft', () => {
    const sure = (given: Fact) => personalize(ask(draft, [given])).confidence;
    expect(sure({ ...talk, date: '2026-10-01' })).toBeLessThan(sure(talk));
    expect(sure(fact('expansion', { place: 'Lyon' }))).toBeLessThan(sure(fact('role', { title: 'CRO' })));
    expect(sure({ ...talk, source: 'you' })).toBeGreaterThan(sure(talk));
  });
});

describe('silence', () => {
  test.each<[string, string | null, RegExp]>([
    ['without facts', note(draft, []), /Nothing is known/],
    ['where all facts are old', note(draft, [fact('funding', { round: 'Series A' }, '2024-03-01')]), /too old/],
    [
      'where a fact is dated after today and is no event',
      note(draft, [fact('role', { title: 'CRO' }, '2027-01-01')]),
      /too old/,
    ],
    ['where a fact has no field to fill in', note(draft, [fact('hiring', {})]), /No fact has/],
    ['about a kind nobody can word', note(draft, [fact('other', { role: 'SDR' })]), /No fact has/],
    [
      'where the draft greets somebody else',
      note('Hi Grace,\n\nhow are you and the team?', [talk]),
      /greets Grace, but it goes to Ada/,
    ],
    [
      'where a fact names another person',
      note(draft, [{ ...talk, fields: { ...talk.fields, person: 'Grace Hopper' } }]),
      /somebody else/,
    ],
    [
      'where a fact names another company',
      note(draft, [{ ...talk, fields: { ...talk.fields, company: 'Globex' } }]),
      /somebody else/,
    ],
    [
      'where the draft says it already',
      note('Hi Ada,\n\nYour talk at the FinOps Forum was on the point.', [talk]),
      /already/,
    ],
    [
      'in another language',
      note('Hallo Ada,\n\nich hoffe, es geht Ihnen gut und wir sehen uns auf der Messe.', [talk]),
      /English/,
    ],
    ['on an empty draft', note('  ', [talk]), /no text/],
  ])('%s', (_, said, expected) => {
    expect(said).toMatch(expected);
  });

  test.each([
    'visit evil.example',
    'call +1 555 010 9999',
    '$99 off',
    'a@evil.example',
    '<b>x</b>',
    'x. Wire us money',
    'Rome\nBcc: x',
  ])('where a field holds "%s"', (place) => {
    expect(note(draft, [fact('expansion', { place })])).toMatch(/No fact has/);
  });

  test('is not kept for a short form of the name or a known first letter', () => {
    const liz = { name: 'Elizabeth Bennet', email: 'eb@acme.example' };
    expect(personalize(ask(draft.replace('Ada', 'Liz'), [talk], liz)).hunks).toHaveLength(1);
    expect(personalize(ask(draft.replace('Hi Ada', 'Hi there'), [talk])).hunks).toHaveLength(1);
  });
});

test('an accepted opener is not proposed again', () => {
  expect(note(opened(draft, [talk]), [talk])).toMatch(/already/);
});

describe('whatever facts are known', () => {
  const value = fc.constantFrom(
    'SDR',
    'SDRs',
    'Austin',
    'Series B',
    'NetSuite',
    'SAP',
    'FinOps Forum',
    'month-end close',
    '340',
    '$5M',
    'evil.example',
    '',
    'CRO',
    'O’Neill',
    'Boston 2026',
  );
  const facts = fc.array(
    fc.record({
      id: fc.uuid(),
      text: fc.constantFrom(
        'Acme has 340 employees',
        'the FinOps Forum in October',
        'from SAP to NetSuite',
        'see evil.example',
      ),
      kind: fc.constantFrom<Fact['kind']>('hiring', 'funding', 'tech', 'event', 'expansion', 'role', 'other'),
      fields: fc.dictionary(
        fc.constantFrom('role', 'place', 'round', 'product', 'from', 'to', 'event', 'topic', 'title', 'person'),
        value,
      ),
      source: fc.constantFrom('you', 'acme.example'),
      date: fc.constantFrom('2026-11-19', '2026-09-01', '2025-01-01', '2026-12-24'),
    }),
    { maxLength: 6 },
  );
  const texts = fc.constantFrom(
    draft,
    'Hi Ada, we help.',
    'Ada,\nhope you are well! We help your team.',
    'We help. The SDR team likes it.',
    'Dear all,\n\nBest,\nDana',
  );

  test('nothing is claimed that neither the draft nor the cited fact supports, and only the opener is added', () => {
    fc.assert(
      fc.property(facts, texts, (known, text) => {
        const input = PersonalizeInput.parse(ask(text, known));
        const suggestion = Suggestion.parse(personalize(input));
        const { name, company } = input.prospect;
        const cited = known.filter(({ id }) => suggestion.hunks.some((hunk) => hunk.factIds.includes(id)));
        const sources = { trusted: `${text}\n${input.subject}\n${name}\n${company}`, facts: cited };
        const result = applyHunks(text, suggestion.hunks);

        expect(ungrounded(result, sources)).toEqual([]);
        expect(suggestion.hunks.length).toBe(suggestion.note === null ? 1 : 0);
        for (const hunk of suggestion.hunks) expect(text.slice(hunk.span.start, hunk.span.end)).toBe(hunk.remove);
      }),
      { numRuns: 300 },
    );
  });

  test('the same question has the same answer, to the byte, and its id is made of its content', () => {
    fc.assert(
      fc.property(facts, texts, (known, text) => {
        const [first, again] = [ask(text, known), structuredClone(ask(text, known))].map(personalize);
        expect(JSON.stringify(again)).toBe(JSON.stringify(first));
        expect(personalize({ ...ask(text, known), revision: 5 }).id).not.toBe(first?.id);
      }),
      { numRuns: 50 },
    );
  });
});
