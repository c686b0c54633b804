import { describe, expect, test } from 'vitest';
import { isEnglish } from './english.js';
import { greetedName, segment } from './segment.js';
import { beginsSentence, sentencesIn } from './sentences.js';

const parts = (text: string) => {
  const { greeting, core, closing } = segment(text);
  return [greeting, core, closing].map((span) => span && text.slice(span.start, span.end));
};

describe('a draft falls into greeting, core and closing', () => {
  test.each<[string, (string | null)[]]>([
    ['Hi Ada,\n\nWe help.\n\nBest,\nDana', ['Hi Ada,', 'We help.', 'Best,\nDana']],
    ['Hi Ada, we help.', ['Hi Ada,', 'we help.', null]],
    ['Dear Mr. Stone:\nWe help.\nKind regards\nDana', ['Dear Mr. Stone:', 'We help.', 'Kind regards\nDana']],
    ['Good morning\n\nWe help.', ['Good morning', 'We help.', null]],
    ['Ada,\nWe help.', ['Ada,', 'We help.', null]],
    ['We help. Thanks for reading.', [null, 'We help. Thanks for reading.', null]],
    ['High hopes for us.', [null, 'High hopes for us.', null]],
    ['Hello Ada', ['Hello Ada', '', null]],
    ['', [null, '', null]],
    ['  \n', [null, '', null]],
  ])('%j', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  test.each<[string, string | null]>([
    ['Hi Ada,\n\nWe help.', 'Ada'],
    ['Dear Mr. Stone,\nWe help.', 'Stone'],
    ['Hi there,\nWe help.', null],
    ['Hello all,\nWe help.', null],
    ['We help.', null],
  ])('%j greets %s', (text, expected) => {
    expect(greetedName(text)).toBe(expected);
  });
});

test('sentences end at marks, paragraphs and list items, not at abbreviations or in numbers', () => {
  const text = 'We help, e.g. Mr. Stone at 3.5 hours. Really?! Yes\n\n- one\n- two wrapped\nhere';
  const found = sentencesIn(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));
  expect(found).toEqual(['We help, e.g. Mr. Stone at 3.5 hours.', 'Really?!', 'Yes', '- one', '- two wrapped\nhere']);
});

test.each<[string, boolean]>([
  ['Hi Ada,\n', true],
  ['Hi Ada, ', false],
  ['We help. ', true],
  ['we help\n', false],
  ['we help\n\n', true],
  ['', true],
])('after %j a sentence begins: %s', (before, expected) => {
  expect(beginsSentence(`${before}we`, before.length)).toBe(expected);
});

test.each<[string, boolean]>([
  ['Hi Ada, could we talk on Thursday about your team?', true],
  ['Quick bump?', true],
  ['Bonjour Ada, nous avons vu que vous êtes en train de recruter une équipe.', false],
  ['Hola Ada, hemos visto que su empresa busca más personas para el equipo.', false],
  ['Hallo Ada, we zijn blij dat u met ons wilt praten over het nieuwe plan.', false],
  ['Здравствуйте, мы хотели бы обсудить с вами предложение.', false],
  ['こんにちは。ご提案があります。', false],
  ['', false],
])('%j is English: %s', (text, expected) => {
  expect(isEnglish(text)).toBe(expected);
});
