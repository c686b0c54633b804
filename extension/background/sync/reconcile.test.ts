import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DraftContent } from '#shared/draft.js';
import { reconcile } from './reconcile.js';

const base: DraftContent = {
  to: [{ name: 'Ada', email: 'ada@analytical.example' }],
  cc: [],
  bcc: [],
  subject: 'Hello',
  html: '<div>one</div>',
  text: 'one',
  thread: null,
};
const body = (words: string) => ({ html: `<div>${words}</div>`, text: words });
const grace = [{ name: 'Grace', email: 'grace@hopper.example' }];

describe('two saves from one base', () => {
  test.each<[string, Partial<DraftContent>, Partial<DraftContent>, Partial<DraftContent>, 'kept' | null]>([
    ['nothing changed on either side', {}, {}, {}, null],
    ['only I wrote', body('mine'), {}, body('mine'), null],
    ['only they wrote', {}, body('theirs'), body('theirs'), null],
    ['both wrote: mine wins here, theirs is kept', body('mine'), body('theirs'), body('mine'), 'kept'],
    ['both wrote the same', body('same'), body('same'), body('same'), null],
    ['I wrote, they named the subject', body('mine'), { subject: 'S' }, { ...body('mine'), subject: 'S' }, null],
    ['they wrote, I added a recipient', { to: grace }, body('theirs'), { to: grace, ...body('theirs') }, null],
    ['both named the subject', { subject: 'A' }, { subject: 'B' }, { subject: 'A' }, 'kept'],
    ['they took a recipient off, I added a copy', { cc: grace }, { to: [] }, { cc: grace, to: [] }, null],
  ])('%s', (_, mine, theirs, merged, kept) => {
    const result = reconcile(base, { ...base, ...mine }, { ...base, ...theirs });
    expect(result.content).toEqual({ ...base, ...merged });
    expect(result.other).toEqual(kept ? { ...base, ...theirs } : null);
  });

  test('without a common base, every difference is a conflict', () => {
    const theirs = { ...base, ...body('theirs') };
    expect(reconcile(null, { ...base, ...body('mine') }, theirs)).toEqual({
      content: { ...base, ...body('mine') },
      other: theirs,
    });
  });

  test('no text that somebody wrote is lost', () => {
    const words = fc.constantFrom('one', 'two', 'three');
    fc.assert(
      fc.property(words, words, (a, b) => {
        const { content, other } = reconcile(base, { ...base, ...body(a) }, { ...base, ...body(b) });
        const left = [content.text, other?.text];
        for (const written of [a, b]) if (written !== base.text) expect(left).toContain(written);
      }),
    );
  });
});
