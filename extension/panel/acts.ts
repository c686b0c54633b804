import { mailPrograms } from '#shared/mail-programs.js';
import { call, callAgain } from '../messaging/call.js';
import type { AskDesk } from './desk.js';
import { questionOf, type Request } from './question.js';
import { focusedIn, hunksOf, type Open, type PanelEvent, type PanelState, recipientOf } from './state.js';
import type { Store } from './store.js';

/** Everything a rep can do in the panel. */
export interface Acts {
  ask(request: Request): Promise<void>;
  accept(hunkIds: string[]): Promise<void>;
  skip(hunkId: string): void;
  dismiss(): void;
  next(): void;
  send(undoSeconds: number): Promise<void>;
  takeBack(sendKey: string): Promise<void>;
  settle(sendKey: string, as: 'sent' | 'dropped'): Promise<void>;
  putAway(sendKey: string): Promise<void>;
  /** `connect`: this mailbox joins whoever is signed in, instead of its owner signing in. */
  signIn(how: { connect: boolean }): Promise<void>;
  dropVersion(id: number): void;
  takeVersion(text: string): Promise<void>;
  leave(): void;
}

export function createActs(store: Store<PanelState, PanelEvent>, desk: AskDesk): Acts {
  const { get, dispatch } = store;
  const focused = () => focusedIn(get());
  const glow = (key: string, event: Extract<PanelEvent, { type: 'glow' }>['event']) =>
    dispatch({ type: 'glow', key, event });
  const trouble = (key: string, because: string | null) => dispatch({ type: 'trouble', key, because });

  return {
    async ask(request) {
      const open = focused();
      if (!open) return;
      const { key } = open.compose;
      const requestId = crypto.randomUUID();
      trouble(key, null);
      glow(key, { type: 'asked', requestId });
      const failed = (note: string) => glow(key, { type: 'failed', requestId, note });
      try {
        const unknown = request === 'personalize' ? await meetRecipient(open) : null;
        if (unknown) return failed(unknown);
        await desk('settle', { key }); // the last keys belong to the question
        const now = get().opens[key];
        if (!now) return;
        glow(key, { type: 'asked', requestId }); // once more: only edits from here on are not in the question
        const answer = await call('ask', questionOf(get(), now, request));
        if (answer.ok) glow(key, { type: 'answered', requestId, suggestion: answer.value });
        else failed(answer.because);
      } catch {
        failed('Lumina was interrupted. Ask again.');
      }
    },

    async accept(hunkIds) {
      const key = get().focused;
      if (!key) return;
      trouble(key, null);
      await write(key, hunkIds);
    },

    skip(hunkId) {
      const open = focused();
      const hunk = open && hunksOf(open).find(({ id }) => id === hunkId);
      if (!open || !hunk) return;
      tell(open, hunk.id, 'dismissed');
      glow(open.compose.key, { type: 'dismissed', hunkIds: [hunkId] });
    },
    dismiss() {
      const open = focused();
      if (open) glow(open.compose.key, { type: 'dismissed', hunkIds: 'all' });
    },
    next() {
      const open = focused();
      if (open) dispatch({ type: 'next', key: open.compose.key });
    },

    async send(undoSeconds) {
      const { focused: key, mailbox, webmail } = get();
      if (!key) return;
      trouble(key, null);
      const minted = crypto.randomUUID();
      let sendKey: string;
      try {
        const finished = await desk('finish', { key });
        if (finished === 'taken')
          return trouble(
            key,
            `Not sent by Lumina: ${mailProgram()}'s own Send has this mail. Look in Sent before you send it again.`,
          );
        const { compose, webmailDraftId } = finished;
        const { draftId, content, from } = compose;
        // Only now all of it was read: it may hold more than it did when the button was drawn.
        if (compose.unsendable !== null || content.to.length === 0) return dispatch({ type: 'edited', compose });
        const request = { key: minted, mailbox, webmail, draftId, content, from, undoSeconds, webmailDraftId };
        sendKey = (await callAgain('prepareSend', request)).key;
      } catch {
        // Should it lie there all the same, it must not go out once this was said.
        void call('undoSend', { key: minted }).catch(() => undefined);
        return trouble(key, 'Not sent: Lumina was interrupted. Your text is here; try again.');
      }
      dispatch({ type: 'sent', sendKey });
      // Closed before the undo window begins, so that the mail page cannot send a second copy.
      const left = await desk('letGo', { key }).catch(() => 'closed' as const); // the page is gone
      if (left === 'taken') {
        await callAgain('undoSend', { key: sendKey });
        return dispatch({ type: 'putAway', sendKey });
      }
      if (left === 'open') keptOpen(key, sendKey);
      // Where even this fails: a prepared send is released by the background itself.
      await callAgain('releaseSend', { key: sendKey }).catch(() => undefined);
    },
    async takeBack(sendKey) {
      const back = await callAgain('undoSend', { key: sendKey }).catch(() => null);
      if (!back) return alertOn(sendKey, 'Lumina was interrupted. Try again.');
      if (!back.ok) return alertOn(sendKey, back.because);
      const { draftId, content, isCertain } = back.value;
      const missing = await desk('reopen', { draftId, content }).catch(() => null);
      if (!missing) return alertOn(sendKey, `${mailProgram()} did not open it again. Your text is safe: try again.`);
      if (missing.length > 0)
        return alertOn(sendKey, `${mailProgram()} did not take over ${missing.join(', ')}: add them before you send.`);
      if (isCertain) await putAway(sendKey);
    },
    async settle(sendKey, as) {
      const settled = await callAgain('settleSend', { key: sendKey, as });
      if (!settled.ok) alertOn(sendKey, settled.because);
    },
    putAway,
    async signIn({ connect }) {
      const { mailbox, webmail, focused: key } = get();
      if (key) trouble(key, null);
      await call('signIn', { mailbox, webmail, connect }).catch(
        () => key && trouble(key, 'Lumina could not be reached to sign in. Try again in a moment.'),
      );
    },
    dropVersion: (id) => void call('dropVersion', { id }).catch(() => undefined),
    async takeVersion(text) {
      const open = focused();
      if (!open) return;
      const { key, content } = open.compose;
      trouble(key, null);
      const change = {
        expected: content.text,
        changes: [{ span: { start: 0, end: content.text.length }, insert: text }],
      };
      const taken = await desk('replace', { key, change }).catch(() => null);
      if (!taken?.ok)
        trouble(key, `Not changed: the draft was just edited, or ${mailProgram()} did not take it. Try again.`);
    },
    leave: () => void desk('leave', null).catch(() => undefined),
  };

  /** Who the draft is written to must be known before it is said what fits them. @returns why they cannot be known now. */
  async function meetRecipient(open: Open): Promise<string | null> {
    const email = recipientOf(open)?.email.toLowerCase();
    if (!email || get().prospects[email] !== undefined) return null;
    const found = await call('findProspect', { email });
    if (!found.ok) return found.because;
    dispatch({ type: 'met', email, prospect: found.value });
    return null;
  }

  /** Writes hunks into the compose. Where the text was typed on meanwhile, they are carried over and tried once more. */
  async function write(key: string, hunkIds: string[], tries = 2): Promise<void> {
    const open = get().opens[key];
    const hunks = open ? hunksOf(open).filter(({ id }) => hunkIds.includes(id)) : [];
    if (!open || hunks.length === 0) return;
    const { content } = open.compose;
    const changes = hunks.map(({ span, insert }) => ({ span, insert }));
    const result = await desk('replace', { key, change: { expected: content.text, changes } });
    if (result.ok) {
      dispatch({ type: 'wrote', key, text: result.text });
      for (const { id } of hunks) tell(open, id, 'accepted');
      glow(key, { type: 'applied', hunkIds: hunks.map(({ id }) => id) });
      return;
    }
    dispatch({ type: 'edited', compose: { ...open.compose, content: { ...content, text: result.text } } });
    if (result.because === 'changed' && tries > 1) return await write(key, hunkIds, tries - 1);
    trouble(key, `${mailProgram()} did not take this change. Look at the text before you go on.`);
  }

  function tell(open: Open, hunkId: string, verdict: 'accepted' | 'dismissed') {
    const hunk = hunksOf(open).find(({ id }) => id === hunkId);
    if (open.glow.name !== 'SuggestionReady' || !hunk) return;
    const { id: suggestionId, engine } = open.glow.suggestion;
    const { draftId } = open.compose;
    void call('giveVerdict', { draftId, suggestionId, engine, hunk, verdict, at: hunk.span.start }).catch(
      () => undefined,
    );
  }

  async function putAway(sendKey: string) {
    await callAgain('putAwaySend', { key: sendKey }).catch(() => undefined);
    dispatch({ type: 'putAway', sendKey });
  }

  /** Its own Send waits for ours, so that one goes out; once ours has, the compose says so. */
  function keptOpen(key: string, sendKey: string) {
    dispatch({ type: 'leftOpen', sendKey, key });
    trouble(key, `${mailProgram()} kept this open. Its own Send waits for Lumina's, so that only one goes out.`);
  }

  function mailProgram() {
    return mailPrograms[get().webmail].title;
  }

  function alertOn(sendKey: string, because: string) {
    dispatch({ type: 'slipTrouble', sendKey, because });
  }
}
