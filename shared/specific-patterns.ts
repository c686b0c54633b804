import type { Specific } from './specifics.js';

const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const scale = '(?:\\s?(k|m|bn|thousand|million|billion)\\b)?';
const amount = `(\\d[\\d,]{0,15}(?:\\.\\d{1,6})?)${scale}`;
const numberWords =
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const tens = ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const fileEndings = 'js|ts|py|md|pdf|docx?|xlsx?|pptx?|csv|png|jpg';

export type Pattern = {
  kind: Exclude<Specific['kind'], 'name'>;
  pattern: RegExp;
  parts: (match: RegExpMatchArray) => string[];
};

// In the order they are tried: what one has recognised is hidden from the next. Repeats are bounded, so that no text
// can make a pattern slow.
export const patterns: readonly Pattern[] = [
  {
    kind: 'email',
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g,
    parts: ([all]) => [all.toLowerCase()],
  },
  { kind: 'link', pattern: /(?:https?:\/\/|www\.)[^\s<>"')\]]*[^\s<>"')\].,;:!?]/gi, parts: ([all]) => [linkKey(all)] },
  {
    kind: 'link',
    pattern: new RegExp(
      `(?<![\\w-])(?:[a-z0-9-]{1,63}\\.){1,5}(?!(?:${fileEndings})\\b)[a-z]{2,}\\b(?:/[^\\s<>"')\\]]*[^\\s<>"')\\].,;:!?])?`,
      'g',
    ),
    parts: ([all]) => [linkKey(all)],
  },
  {
    kind: 'placeholder',
    pattern: /\{\{[^}]*\}\}|\[[A-Za-z_ ]{2,30}\]|<[A-Z_ ]{3,30}>/g,
    parts: ([all]) => [all.toLowerCase()],
  },
  {
    kind: 'price',
    pattern: new RegExp(`[$€£]\\s?${amount}`, 'gi'),
    parts: ([all, n, by]) => [`${value(n, by)}${all[0]}`],
  },
  {
    kind: 'price',
    pattern: new RegExp(`\\b${amount}\\s?(dollars|euros|pounds|usd|eur|gbp)\\b`, 'gi'),
    parts: ([, n, by, currency = '']) => [`${value(n, by)}${currencySign(currency)}`],
  },
  {
    kind: 'price',
    pattern: /\b(\d+(?:\.\d+)?)\s?(?:%|percent)(?=\s(?:off|discount|cheaper))/gi,
    parts: ([, n]) => [`${Number(n)}% off`],
  },
  { kind: 'date', pattern: /\b(\d{4})-(\d{2})-(\d{2})\b/g, parts: ([, y, m, d]) => dateParts(y, m, d) },
  { kind: 'date', pattern: /\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b/g, parts: ([all]) => [all.replaceAll('.', '/')] },
  {
    kind: 'date',
    pattern: new RegExp(`\\b${month}\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?`, 'gi'),
    parts: ([, m, d, y]) => dateParts(y, monthNumber(m), d),
  },
  {
    kind: 'date',
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month}\\b(?:,? (\\d{4}))?`, 'gi'),
    parts: ([, d, m, y]) => dateParts(y, monthNumber(m), d),
  },
  {
    kind: 'date',
    pattern:
      /\b(jan(?:uary)?|feb(?:ruary)?|april|june|july|august|sept(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b(?:,? (\d{4}))?/gi,
    parts: ([, m, y]) => dateParts(y, monthNumber(m)),
  },
  {
    // "May" and "March" are also words: alone they are months only after a word that introduces one.
    kind: 'date',
    pattern: /(?<=\b(?:in|since|until|by|from|of|this|next|last|during|for) )(may|march)\b(?:,? (\d{4}))?/gi,
    parts: ([, m, y]) => (m?.startsWith('M') ? dateParts(y, monthNumber(m)) : []),
  },
  {
    kind: 'date',
    pattern: /\b(mon|tues|wednes|thurs|fri|satur|sun)day\b/gi,
    parts: ([, day = '']) => [`weekday ${day.toLowerCase()}`],
  },
  {
    kind: 'date',
    pattern: /\b(\d{1,2})(:\d{2})? ?([ap])\.?m\b\.?/gi,
    parts: ([, h, m = '', half = '']) => [`time ${h}${m}${half.toLowerCase()}m`],
  },
  { kind: 'date', pattern: /\b\d{1,2}:\d{2}\b/g, parts: ([all]) => [`time ${all}`] },
  { kind: 'phone', pattern: /(?<![\w.])\+?\(?\d[\d ().-]{6,20}\d(?!\w)/g, parts: ([all]) => phoneParts(all) },
  { kind: 'date', pattern: /\b(?:19|20)\d\d\b(?!\s?%)/g, parts: ([all]) => [`year ${all}`] },
  {
    kind: 'number',
    pattern: new RegExp(`(?<![\\p{L}\\d])${amount}(\\s?%| percent\\b)?`, 'giu'),
    parts: ([, n, by, percent]) => [`${value(n, by)}${percent ? '%' : ''}`],
  },
  {
    kind: 'number',
    pattern: new RegExp(
      `\\b(${[...numberWords, ...tens].join('|')})\\b(?: (hundred|thousand|million|billion)\\b)?`,
      'gi',
    ),
    parts: ([, word = '', by]) => [`${wordValue(word) * scaleOf(by)}`],
  },
];

const linkKey = (link: string) =>
  link
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '');

const scaleOf = (by = '') =>
  ({ hundred: 100, k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 })[by.toLowerCase()] ?? 1;
const value = (digits = '', by?: string) => Number((Number(digits.replaceAll(',', '')) * scaleOf(by)).toPrecision(12));
const wordValue = (word: string) => {
  const small = numberWords.indexOf(word.toLowerCase());
  return small >= 0 ? small + 2 : (tens.indexOf(word.toLowerCase()) + 3) * 10;
};
const currencySign = (name: string) => (/^(?:usd|dollars)$/i.test(name) ? '$' : /^eur/i.test(name) ? '€' : '£');

const monthNumber = (name = '') =>
  String('janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(name.slice(0, 3).toLowerCase()) / 3 + 1);
const dateParts = (y?: string, m?: string, d?: string): string[] => [
  ...(y ? [`year ${Number(y)}`] : []),
  ...(m ? [`month ${Number(m)}`] : []),
  ...(d ? [`day ${Number(d)}`] : []),
];

function phoneParts(text: string): string[] {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15 ? [digits] : [];
}
