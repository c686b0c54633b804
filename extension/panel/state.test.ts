import { describe, expect, test } from 'vitest';
import type { DraftId } from '#shared/ids.js';
import type { Suggestion } from '#shared/suggestion.js';
import type { ComposeState } from '../messaging/desk-link.js';
import type { SendView, View } from '../messaging/protocol.js';
import {
  focusedIn,
  hunksOf,
  isSignedInHere,
  nothingYet,
  type PanelEvent,
  panel,
  sentButOpen,
  slipsShown,
} from './state.js';

const compose = (key: string, text: string): ComposeState => ({
  key,
  draftId: '7d2f3c1e-58a4-4d0b-9c6e-2f1a7b3c4d5e' as DraftId,
  content: { to: [], cc: [], bcc: [], subject: '', html: '', text, thread: null },
  from: 'sam@northwind.example',
  unsendable: null,
});
const suggestion: Suggestion = {
  id: 's',
  revision: 0,
  kind: 'rewrite',
  engine: 'embedded',
  confidence: 0.8,
  note: null,
  hunks: ['one', 'two'].map((word, i) => ({
    id: word,
    span: { start: 3 + i * 4, end: 6 + i * 4 },
    remove: word,
    insert: word.toUpperCase(),
    why: 'louder',
    rule: 'test',
    factIds: [],
    confidence: 0.8,
  })),
};
const after = (...events: PanelEvent[]) => events.reduce(panel, nothingYet);
const focused: PanelEvent = { type: 'focused', compose: compose('a', 'Hi one two') };
const asked = (key: string): PanelEvent => ({ type: 'glow', key, event: { type: 'asked', requestId: 'r' } });
const answered = (key: string): PanelEvent => ({
  type: 'glow',
  key,
  event: { type: 'answered', requestId: 'r', suggestion },
});
const ready = [focused, asked('a'), answered('a')];
const open = (...events: PanelEvent[]) => {
  const found = focusedIn(after(...events));
  if (!found) throw new Error('nothing is focused');
  return found;
};

describe('the panel', () => {
  test('shows nothing of a compose that closed', () => {
    expect(focusedIn(after(focused, { type: 'closed', key: 'a' }))).toBeNull();
  });

  test('keeps an answer with the compose it was asked for', () => {
    const other: PanelEvent = { type: 'focused', compose: compose('b', 'else') };
    const state = after(focused, asked('a'), other, answered('a'));
    expect(focusedIn(state)?.glow.name).toBe('Idle');
    expect(focusedIn(panel(state, focused))?.glow.name).toBe('SuggestionReady');
  });

  test('drops an answer for a compose that closed', () => {
    expect(after(focused, asked('a'), { type: 'closed', key: 'a' }, answered('a')).opens).toEqual({});
  });

  test('moves what is suggested with what the rep types in front of it', () => {
    const edited: PanelEvent = { type: 'edited', compose: compose('a', 'So, Hi one two') };
    expect(hunksOf(open(...ready, edited)).map(({ span }) => span.start)).toEqual([7, 11]);
  });

  test('offers no change the rep typed over', () => {
    const edited: PanelEvent = { type: 'edited', compose: compose('a', 'Hi won two') };
    expect(hunksOf(open(...ready, edited)).map(({ id }) => id)).toEqual(['two']);
  });

  test("does not take Lumina's own writing for the rep's", () => {
    const wrote: PanelEvent[] = [
      { type: 'wrote', key: 'a', text: 'Hi ONE two' },
      { type: 'glow', key: 'a', event: { type: 'applied', hunkIds: ['one'] } },
      { type: 'edited', compose: compose('a', 'Hi ONE two') },
    ];
    expect(hunksOf(open(...ready, ...wrote)).map(({ id }) => id)).toEqual(['two']);
  });

  test('goes from one suggestion to the next and round again', () => {
    const next: PanelEvent = { type: 'next', key: 'a' };
    expect([open(...ready), open(...ready, next), open(...ready, next, next)].map(({ at }) => at)).toEqual([0, 1, 0]);
  });

  const viewed = (more: Partial<View>): PanelEvent => {
    const nobody = { signedInAs: null, signedInName: null, mailboxes: [], providers: [], offline: false };
    return { type: 'viewed', view: { ...nobody, draft: null, sends: [], open: [], ...more } };
  };

  test('shows what a panel before it had sent, once', () => {
    const { slips } = after({ type: 'sent', sendKey: 'a' }, viewed({ open: ['a', 'b'] }), viewed({ open: ['a', 'b'] }));
    expect(slips.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test("is not signed in on the page of another rep's mailbox", () => {
    const mailboxes = ['ada@northwind.example'];
    const on = (mailbox: string) =>
      isSignedInHere(after({ type: 'account', mailbox, webmail: 'gmail' }, viewed({ mailboxes })));
    expect([on('Ada@northwind.example'), on('ben@northwind.example')]).toEqual([true, false]);
  });

  test('shows three slips at most, and always those that need the rep', () => {
    const send = (key: string, name: 'sent' | 'failed'): SendView => {
      const at = name === 'sent' ? ({ name, at: 0 } as const) : ({ name } as const);
      const draftId = 'd' as SendView['draftId'];
      return { key, draftId, webmail: 'gmail', to: 'Grace', subject: 'Hi', at, trouble: null, news: null };
    };
    const shown = (...sends: SendView[]) =>
      slipsShown(after(viewed({ sends, open: sends.map(({ key }) => key) }))).map(({ send: { key } }) => key);
    expect(shown(send('a', 'sent'), send('b', 'sent'), send('c', 'sent'), send('d', 'sent'))).toEqual(['b', 'c', 'd']);
    expect(shown(send('a', 'failed'), send('b', 'sent'), send('c', 'sent'), send('d', 'sent'))).toEqual([
      'a',
      'c',
      'd',
    ]);
    const failed = ['a', 'b', 'c', 'd'].map((key) => send(key, 'failed'));
    expect(shown(...failed, send('e', 'sent'))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('knows which compose stayed open over its own send, once that is proved out', () => {
    const key = 's';
    const draftId = 'd' as SendView['draftId'];
    const sendAt = (at: SendView['at']): SendView => ({
      key,
      draftId,
      webmail: 'outlook',
      to: 'Grace',
      subject: 'Hi',
      at,
      trouble: null,
      news: null,
    });
    const left: PanelEvent = { type: 'leftOpen', sendKey: 's', key: 'a' };
    const seen = (at: SendView['at']) => sentButOpen(after(left, viewed({ sends: [sendAt(at)] })));
    expect(seen({ name: 'undoable', until: 0, undoMs: 0 })).toEqual([]);
    expect(seen({ name: 'sent', at: 0 })).toEqual(['a']);
  });

  test('keeps a slip until it is put away', () => {
    const sent: PanelEvent = { type: 'sent', sendKey: 'k' };
    expect(after(sent).slips).toHaveLength(1);
    expect(after(sent, { type: 'putAway', sendKey: 'k' }).slips).toEqual([]);
  });
});
