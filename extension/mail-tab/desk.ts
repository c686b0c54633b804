import type { DraftContent } from '#shared/draft.js';
import type { Compose, Webmail } from '../webmail/webmail.js';
import { PanelFrame } from './frame.js';
import { guarded } from './guarded.js';
import { listenForKeys } from './keys.js';
import { isEnd, OpenDraft } from './open-draft.js';
import { lookSoon } from './page-look.js';
import { type Answers, PanelLine } from './panel-line.js';
import { stayInTouch } from './stay-in-touch.js';
import { type Identity, identify, newDraft } from './which-draft.js';

/** How long a send waits for the mail page to name its own draft. It is a hint, and the rep is waiting. */
const idPatienceMs = 1500;

/** Everything of Lumina in one mail tab: the open drafts, which of them has the rep's eye, and the one panel beside it. */
export class MailDesk {
  readonly #frame: PanelFrame;
  readonly #drafts: OpenDraft[] = []; // the one last focused is last
  readonly #panel: PanelLine;
  #isOpen = false;
  #isAwaited = false;
  #panelWanted = true;
  readonly #tellOpen: () => void;
  #reopening: Identity | null = null;
  /** A compose on its way off the page. Whoever takes its send back meanwhile must wait: it is not there any more. */
  #going: Promise<unknown> | null = null;
  /** Composes that the rep sent or discarded on the mail page itself. */
  readonly #taken = new Set<string>();

  constructor(
    private readonly webmail: Webmail,
    signal: AbortSignal,
  ) {
    this.#frame = new PanelFrame(
      signal,
      guarded(() => this.#followSight()),
    );
    this.#panel = new PanelLine(this.#asked, () => this.#greet());
    webmail.onCompose(guarded((compose) => this.#start(compose)));
    listenForKeys(signal, {
      toggle: () => this.#toggle(this.#focused),
      isReady: (target) => this.#frame.isShown && this.#focused?.isReadyAt(target) === true,
      pressed: (what) => this.#panel.tell({ type: 'pressed', what }),
    });
    addEventListener('pagehide', () => this.#keepAll(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.#keepAll(), { signal });
    // Composes may be built anew by their page: their focus is heard where they all are.
    document.addEventListener(
      'focusin',
      guarded(({ target }) => this.#focusedAt(target)),
      { signal },
    );
    const open = () => this.#drafts.map(({ draftId }) => draftId);
    this.#tellOpen = stayInTouch(signal, open, () => this.orphaned());
  }

  /** The extension was updated under this page: nothing can be saved from here any more, and the rep must know. */
  orphaned() {
    for (const draft of this.#drafts) draft.orphaned();
    this.#frame.hide();
  }

  get #focused(): OpenDraft | null {
    return this.#drafts.at(-1) ?? null;
  }

  async #start(compose: Compose) {
    // One with words in it is not what was asked for, though it came just then.
    const reopened = compose.read().text === '' ? this.#reopening : null;
    if (reopened) this.#reopening = null;
    let isTouched = false;
    compose.onEdit(() => {
      isTouched = true;
    });
    let isOver = false;
    compose.onOutcome((how) => {
      isOver ||= isEnd(how);
    });
    const known = reopened ?? (await identify(compose, this.webmail));
    // Two composes with the same words are two mails, until the page says otherwise.
    const isTaken = !compose.can.has('ids') && this.#drafts.some(({ draftId }) => draftId === known?.draftId);
    const { draftId, thread, isSending } = known && !isTaken ? known : newDraft();
    const draft = new OpenDraft(compose, this.webmail, draftId, thread, {
      toggle: () => this.#toggle(draft),
      taken: () => this.#taken.add(compose.key),
      givenBack: () => this.#taken.delete(compose.key),
      settled: () => this.#panel.tell({ type: 'edited', compose: draft.state() }),
      orphaned: () => this.orphaned(),
    });
    // It may be gone before it was known which draft it is: what was typed in it is kept all the same.
    if (compose.signal.aborted) return isTouched && !isOver ? draft.touched() : undefined;
    compose.signal.addEventListener(
      'abort',
      guarded(() => this.#end(draft)),
    );
    this.#focus(draft);
    lookSoon(this.webmail, compose.signal);
    if (isTouched) draft.touched();
    // Opened again from the mail page's own drafts while our send of it is under way: its Send must ask first.
    if (isSending) draft.sending();
  }

  #focusedAt(target: EventTarget | null) {
    const draft = this.#drafts.find(({ compose }) => compose.element.contains(target as Node | null));
    if (!draft) return;
    this.#focus(draft);
    draft.ring.fitIn();
  }

  /** A compose behind another's tab is not the one the rep means, though no focus has told so yet. */
  #followSight() {
    const isSeen = ({ compose }: OpenDraft) => compose.element.getClientRects().length > 0;
    if (!this.#focused || isSeen(this.#focused)) return;
    const seen = this.#drafts.findLast(isSeen);
    if (seen) this.#focus(seen);
  }

  #focus(draft: OpenDraft) {
    if (this.#focused === draft) return;
    this.#take(draft);
    this.#drafts.push(draft);
    this.#tellOpen();
    this.#refocused();
  }

  #end(draft: OpenDraft) {
    this.#take(draft);
    this.#tellOpen();
    this.#panel.tell({ type: 'closed', key: draft.compose.key });
    this.#refocused();
  }

  #take(draft: OpenDraft) {
    const at = this.#drafts.indexOf(draft);
    if (at >= 0) this.#drafts.splice(at, 1);
  }

  #refocused() {
    this.#panel.tell({ type: 'focused', compose: this.#focused?.state() ?? null });
    this.#show();
  }

  #toggle(draft: OpenDraft | null) {
    if (!draft) return;
    const wasHere = this.#isOpen && this.#focused === draft && this.#frame.isShown;
    this.#focus(draft);
    this.#isOpen = !wasHere;
    this.#show();
    if (!this.#isOpen) return draft.compose.focus();
    this.#opened();
    void draft.unfold(); // now that somebody looks, it is said who it goes to
  }

  /** The rep asked for the panel: the keys are its now. On its first opening it says itself when it is there. */
  #opened() {
    this.#isAwaited = !this.#panel.isOpen;
    if (this.#isAwaited) return;
    this.#frame.focus();
    this.#panel.tell({ type: 'opened' });
  }

  #show() {
    const wanted = this.#isOpen && (this.#focused !== null || (this.#panel.isOpen && this.#panelWanted));
    const composes = this.#drafts.map(({ compose }) => compose);
    if (wanted) this.#frame.show(this.#focused?.compose ?? null, composes.slice(0, -1));
    else this.#frame.hide();
    for (const draft of this.#drafts) draft.ring.opened(wanted && draft === this.#focused);
  }

  #keepAll() {
    for (const draft of this.#drafts) draft.keep();
  }

  #greet() {
    this.#panel.tell({ type: 'account', mailbox: this.webmail.account(), webmail: this.webmail.name });
    this.#panel.tell({ type: 'focused', compose: this.#focused?.state() ?? null });
    if (this.#isAwaited && this.#frame.isShown) this.#opened();
  }

  readonly #asked: Answers = {
    replace: async ({ key, change }) => {
      const wasInPanel = this.#frame.isFocused;
      const result = await this.#of(key).compose.replace(change);
      if (wasInPanel) this.#frame.focus(); // writing needs the caret in the text; the rep's hands stay where they were
      return result;
    },
    settle: async ({ key }) => {
      this.#of(key).settleNow();
      return null;
    },
    finish: async ({ key }) => {
      const draft = this.#of(key);
      draft.sending(); // from the first moment: the mail page's Send may be pressed while we wait
      await draft.unfold();
      const webmailDraftId = await draft.compose.draftId(idPatienceMs);
      await draft.saveNow(webmailDraftId);
      if (this.#taken.has(key)) return 'taken';
      return { compose: draft.state(), webmailDraftId };
    },
    letGo: async ({ key }) => {
      if (this.#taken.has(key)) return 'taken';
      const draft = this.#drafts.find(({ compose }) => compose.key === key);
      if (!draft) return 'closed';
      const going = draft.letGo();
      this.#going = going;
      return await going;
    },
    markSent: async ({ key }) => {
      this.#drafts.find(({ compose }) => compose.key === key)?.sent();
      return null;
    },
    reopen: async ({ draftId, content }) => {
      await this.#going?.catch(() => undefined);
      const still = this.#drafts.find((draft) => draft.draftId === draftId);
      if (still) {
        still.isBack();
        return [];
      }
      this.#reopening = { draftId, thread: content.thread, isSending: false };
      try {
        return await missingIn(await this.webmail.open(content), content);
      } finally {
        this.#reopening = null; // where it did not open, the next compose is another mail
      }
    },
    showRing: async ({ key, ring }) => {
      this.#drafts.find((draft) => draft.compose.key === key)?.showRing(ring);
      return null;
    },
    fit: async ({ height, wanted }) => {
      this.#panelWanted = wanted;
      this.#frame.fit(height);
      this.#show();
      return null;
    },
    leave: async () => {
      this.#isOpen = false;
      this.#show();
      this.#focused?.compose.focus();
      return null;
    },
  };

  #of(key: string): OpenDraft {
    const draft = this.#drafts.find(({ compose }) => compose.key === key);
    if (!draft) throw new Error('this compose is closed');
    return draft;
  }
}

/** Whom a compose does not go to, of those its text was for. A page may need a moment to make people of addresses. */
async function missingIn(compose: Compose, content: DraftContent): Promise<string[]> {
  for (let tries = 10; ; tries--) {
    const there = addressesOf(compose.read());
    const missing = addressesOf(content).filter((email) => !there.includes(email));
    if (missing.length === 0 || tries === 0) return missing;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const addressesOf = ({ to, cc, bcc }: DraftContent) => [...to, ...cc, ...bcc].map(({ email }) => email.toLowerCase());
