import { describe, expect, test } from 'vitest';
import { applyHunks, type RewriteInput, Suggestion } from '#shared/suggestion.js';
import { rewrite } from './rewrite.js';

type Mode = RewriteInput['mode'];

const ask = (text: string, mode: Mode, names: string[] = []): RewriteInput => ({
  draftId: '3f0d1c8e-54b6-4f0e-9a3c-5d1f2b7c9e10',
  revision: 4,
  subject: 'Ramp time',
  text,
  mode,
  today: '2026-11-20',
  names,
});
const changes = (text: string, mode: Mode) =>
  rewrite(ask(text, mode)).hunks.map(({ remove, insert }) => [remove, insert]);
const after = (text: string, mode: Mode) => applyHunks(text, rewrite(ask(text, mode)).hunks);

/** Realistic mails, each with every change that should be proposed, and no other. */
const mails: [title: string, mode: Mode, text: string, expected: [remove: string, insert: string][]][] = [
  [
    'a cold mail full of run-up',
    'clearer',
    'Hi Maria,\n\nI hope this email finds you well. I just wanted to reach out because I noticed that Acme is currently in the process of hiring a significant number of sales representatives. In order to help with onboarding, our platform is utilized by over 200 companies. Would it be possible for you to hop on a quick call on Thursday?\n\nBest,\nDana',
    [
      ['I hope this email finds you well. ', ''],
      ['I just wanted to reach out because ', ''],
      ['currently in the process of ', ''],
      ['a significant number of', 'many'],
      ['In order to', 'To'],
      ['utilized', 'used'],
      ['Would it be possible for you to', 'Could you'],
      ['hop on a', 'have a'],
    ],
  ],
  [
    'a formal proposal',
    'clearer',
    'Dear Mr. Stone,\n\nPursuant to our conversation on October 3, please find attached herewith the proposal. The price is $48,000 per annum for 60 seats, commencing on January 1, 2027. We would appreciate it if you could respond at your earliest convenience.\n\nKind regards,\nDana',
    [
      ['Pursuant to our', 'Following our'],
      ['please find attached herewith', "I've attached"],
      ['per annum', 'a year'],
      ['commencing', 'starting'],
      ['We would appreciate it if you could', 'Please'],
      ['at your earliest convenience', 'when you can'],
    ],
  ],
  [
    'a renewal notice',
    'clearer',
    'Hi Tom,\nPlease be advised that your subscription is due for renewal on January 31, 2027. In the event that you do not wish to continue utilizing our services, kindly notify us prior to January 15. The price will be subject to an increase of 4% owing to the fact that our hosting costs have risen.\nThanks,\nDana',
    [
      ['Please be advised that your', 'Your'],
      ['In the event that', 'If'],
      ['utilizing', 'using'],
      ['kindly', 'please'],
      ['prior to', 'before'],
      ['will be subject to an increase of', 'will rise by'],
      ['owing to the fact that', 'because'],
    ],
  ],
  [
    'a follow-up in office talk',
    'clearer',
    "Hi Jo,\n\nAs discussed, I've attached the security review. Moving forward, each and every request goes to Kim. At the end of the day, we want you to make a decision prior to the board meeting. Please do not hesitate to reach out to me.\n\nDana",
    [
      ['Moving forward,', 'From now on,'],
      ['each and every', 'every'],
      ['At the end of the day, we', 'We'],
      ['make a decision', 'decide'],
      ['prior to', 'before'],
      ['Please do not hesitate to', 'Please'],
      ['reach out to me', 'write to me'],
    ],
  ],
  [
    'an announcement',
    'clearer',
    "Hello team,\n\nWe're excited to announce that our state-of-the-art dashboard enables you to track replies on a daily basis. It's an impactful change for the vast majority of users.",
    [
      ["We're excited to announce that our", 'Our'],
      ['state-of-the-art', 'modern'],
      ['enables you to', 'lets you'],
      ['on a daily basis', 'every day'],
      ['impactful', 'effective'],
      ['the vast majority of', 'most'],
    ],
  ],
  [
    'an article follows the new word',
    'clearer',
    'Hi Kim, here is an actionable plan and a cutting-edge tool, plus an absolutely essential guide.',
    [
      ['an actionable', 'a practical'],
      ['cutting-edge', 'modern'],
      ['absolutely essential', 'essential'],
    ],
  ],
  [
    'phrases that only seem to fit',
    'clearer',
    'Hi Kim,\n\nI sent a number of them to the majority of our partners. We help firms in regard to errors, and a sufficient answer is what we require that you send. You could of course elect two people.',
    [],
  ],
  [
    'a line that was wrapped',
    'clearer',
    'Hi Kim,\n\nwe do this every week\nin order to learn, and please note that it is free.\n',
    [
      ['in order to', 'to'],
      ['please note that ', ''],
    ],
  ],
  [
    'curly apostrophes',
    'clearer',
    'Hi Kim,\n\nI’m reaching out because your pricing page changed. Please find attached the notes.',
    [
      ['I’m reaching out because your', 'Your'],
      ['Please find attached', 'I’ve attached'],
    ],
  ],
  [
    'already good',
    'clearer',
    'Hey Sam,\n\nQuick bump on my note from Tuesday. Is cutting ramp time still a priority this quarter?\n\nCheers,\nLee',
    [],
  ],
  [
    'hedges, which carry truth',
    'clearer',
    'Hi Sam,\n\nI think we could probably save you about a day, and it might be more. Perhaps that helps?',
    [],
  ],
  [
    'wordy filler',
    'shorten',
    "Hello Priya,\n\nI know you are very busy, so I will be brief. We pride ourselves on customer success. Our tool cuts month-end close from 9 days to 4. In today's fast-paced world, speed matters.\n\nWould a 15 minute call next week be useful?\n\nDana",
    [
      ['I know you are very busy, so I will be brief. ', ''],
      ['We pride ourselves on customer success. ', ''],
      [" In today's fast-paced world, speed matters.", ''],
    ],
  ],
  [
    'filler that says what is sold, asks, counts or is leaned on',
    'shorten',
    "Hi Priya,\n\nWe are a leading provider of close software. We're excited to work with 12 banks. I know you are busy, but could you reply? In today's competitive market, close takes long. That is a pity.",
    [],
  ],
  [
    'many small mistakes',
    'fix',
    'Hi Ana, I seen that Globex recieved alot of new funding last month. Your team could of been even faster. Lets discuss about it on wednesday, i am free at 2pm. Are you the write person to talk too?',
    [
      ['seen', 'saw'],
      ['recieved', 'received'],
      ['alot', 'a lot'],
      ['of', 'have'],
      ['Lets', "Let's"],
      [' about', ''],
      ['wednesday', 'Wednesday'],
      ['i', 'I'],
      ['write', 'right'],
      ['too', 'to'],
    ],
  ],
  [
    'marks, spaces and doubles',
    'fix',
    'Hi Lena,\n\ni hope its not too late. We have a offer for you , and I can send an user guide. Your going to like it. There is many teams that dont know this feature,and they was surprised. It is lower then before. Sorry for the the delay.',
    [
      ['i', 'I'],
      ['its', "it's"],
      ['a', 'an'],
      ['you ,', 'you,'],
      ['an', 'a'],
      ['Your', "You're"],
      ['is', 'are'],
      ['dont', "don't"],
      ['feature,and', 'feature, and'],
      ['was', 'were'],
      ['then', 'than'],
      ['the the', 'the'],
    ],
  ],
  [
    'right as it is',
    'fix',
    'Hi Lena,\n\nOf course you could of course wait. An MBA, an SDR, an hour, a user, a European team and Series A investors met. Its own price is fair, he said that that was all, and its team lets you choose. See acme.example/recieve or mail alot@acme.example.',
    [],
  ],
];

describe.each(mails)('%s (%s)', (_, mode, text, expected) => {
  test('is changed exactly so', () => {
    expect(changes(text, mode)).toEqual(expected);
  });

  test('is not asked to change in the same way twice', () => {
    const first = rewrite(ask(text, mode)).hunks.map((hunk) => hunk.rule);
    const again = rewrite(ask(after(text, mode), mode)).hunks.map((hunk) => hunk.rule);
    expect(again.filter((rule) => first.includes(rule))).toEqual([]);
  });

  test('is answered with a valid suggestion whose hunks stand on the very words they replace', () => {
    const suggestion = Suggestion.parse(rewrite(ask(text, mode)));
    for (const hunk of suggestion.hunks) expect(text.slice(hunk.span.start, hunk.span.end)).toBe(hunk.remove);
    expect(suggestion.note === null).toBe(expected.length > 0);
  });
});

test('the whole result reads well', () => {
  expect(after(mails[0]?.[2] ?? '', 'clearer')).toBe(
    'Hi Maria,\n\nI noticed that Acme is hiring many sales representatives. To help with onboarding, our platform is used by over 200 companies. Could you have a quick call on Thursday?\n\nBest,\nDana',
  );
  expect(after(mails[13]?.[2] ?? '', 'fix')).toBe(
    "Hi Ana, I saw that Globex received a lot of new funding last month. Your team could have been even faster. Let's discuss it on Wednesday, I am free at 2pm. Are you the right person to talk to?",
  );
});

describe('left alone', () => {
  test.each<[string, string]>([
    ['a name the caller knows', 'Hi Kim,\n\nI spoke to the people at utilize about this today.'],
    ['quoted words', 'Hi Kim,\n\nYou wrote "in order to win" on the page that I read.'],
    ['a quoted line', 'Hi Kim,\n\nhere is what you said and what I think.\n> in order to win'],
    ['a link', 'Hi Kim,\n\nit is all on www.acme.example/prior to the call.'],
    ['the closing', 'Hi Kim,\n\nthis is for you and it is ready.\n\nKind regards,\nThe utilize crew'],
    ['a product called Leverage', 'Hi Kim,\n\nour team wants to Utilize Cloud with you.'],
  ])('%s', (_, text) => {
    expect(rewrite(ask(text, 'clearer', ['utilize', 'prior to'])).hunks).toEqual([]);
  });

  test.each<Mode>(['clearer', 'shorten', 'fix'])('another language (%s)', (mode) => {
    const german =
      'Hallo Frau Weber,\n\nich hoffe, es geht Ihnen gut. Wir haben ein neues Angebot für Ihre Firma, in order to win.';
    const answer = rewrite(ask(german, mode));
    expect(answer.hunks).toEqual([]);
    expect(answer.note).toContain('English');
  });

  test('an empty draft', () => {
    expect(rewrite(ask(' \n', 'clearer')).note).toBe('There is no text to work on yet.');
  });

  test('a mail that is nothing but a stock opener', () => {
    expect(changes('Hi Kim,\n\nI hope this email finds you well.', 'clearer')).toEqual([]);
  });
});
