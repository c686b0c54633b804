import type { DraftContent } from '#shared/draft.js';

const paragraph =
  'Your talk at the FinOps Forum about the month-end close stayed with me: the part about forty people waiting for one ' +
  'spreadsheet is what we hear from most finance teams we speak to. We take that wait out, and I would like to show you how. ';

/** A sales mail of ordinary length (about 120 words), different at each `turn` so that no two saves are alike. */
export function letter(turn: number): DraftContent {
  const text = `Hi Ada,\n\n${paragraph}\n\n${paragraph}\n\nWould Thursday suit you? (${turn})\n\nAda Seller`;
  return {
    to: [{ name: 'Ada Lovelace', email: 'ada@analytical.example' }],
    cc: [],
    bcc: [],
    subject: 'The month-end close',
    html: text
      .split('\n\n')
      .map((part) => `<div>${part}</div><div><br></div>`)
      .join(''),
    text,
    thread: null,
  };
}
