import type { Thread } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import { call } from '../messaging/call.js';
import type { Compose, Webmail } from '../webmail/webmail.js';
import { PanelFrame } from './frame.js';
import { guarded } from './guarded.js';
import { listenForKeys } from './keys.js';
import { OpenDraft } from './open-draft.js';
import { type Answers, PanelLine } from './panel-line.js';
import { stayInTouch } from './stay-in-touch.js';

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
  #reopening: { draftId: DraftId; thread: Thread | null } | null = null;
  /** Composes that the rep sent or discarded on the mail page itself. */
  readonly #taken = new Set<string>();

  constructor(
    private readonly webmail: Webmail,
    signal: AbortSignal,
  ) {
    this.#frame = new PanelFrame(signal);
    this.#panel = new PanelLine(this.#asked, () => this.#greet());
    webmail.onCompose(guarded((compose) => this.#start(compose)));
    listenForKeys(signal, {
      toggle: () => this.#toggle(this.#focused),
      isReady: (target) => this.#frame.isShown && this.#focused?.isReadyAt(target) === true,
      pressed: (what) => this.#panel.tell({ type: 'pressed', what }),
    });
    addEventListener('pagehide', () => this.#keepAll(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.#keepAll(), { signal });
    stayInTouch(signal);
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
    const reopened = this.#reopening;
    this.#reopening = null;
    let isTouched = false;
    compose.onEdit(() => {
      isTouched = true;
    });
    const { draftId, isSending } = reopened ? { ...reopened, isSending: false } : await identify(compose);
    const draft = new OpenDraft(compose, this.webmail, draftId, reopened?.thread ?? null, {
      toggle: () => this.#toggle(draft),
      taken: () => this.#taken.add(compose.key),
      settled: () => this.#panel.tell({ type: 'edited', compose: draft.state() }),
      orphaned: () => this.orphaned(),
    });
    if (compose.signal.aborted) return;
    compose.element.addEventListener('focusin', () => this.#focus(draft), { signal: compose.signal });
    compose.signal.addEventListener(
      'abort',
      guarded(() => this.#end(draft)),
    );
    this.#focus(draft);
    if (isTouched) draft.touched();
    // Opened again from the mail page's own drafts while our send of it is under way: its Send must ask first.
    if (isSending) draft.sending();
  }

  #focus(draft: OpenDraft) {
    if (this.#focused === draft) return;
    this.#take(draft);
    this.#drafts.push(draft);
    this.#refocused();
  }

  #end(draft: OpenDraft) {
    this.#take(draft);
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
      const webmailDraftId = await draft.compose.draftId(idPatienceMs);
      await draft.saveNow(webmailDraftId);
      if (this.#taken.has(key)) throw new Error('the mail page has sent or discarded it');
      return { compose: draft.state(), webmailDraftId };
    },
    letGo: async ({ key }) => {
      if (this.#taken.has(key)) return 'taken';
      const draft = this.#drafts.find(({ compose }) => compose.key === key);
      return !draft || (await draft.compose.close()) ? 'closed' : 'open';
    },
    markSent: async ({ key }) => {
      this.#drafts.find(({ compose }) => compose.key === key)?.sent();
      return null;
    },
    reopen: async ({ draftId, content }) => {
      this.#reopening = { draftId, thread: content.thread };
      try {
        await this.webmail.open(content);
      } finally {
        this.#reopening = null; // where it did not open, the next compose is another mail
      }
      return true;
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

/** A draft the mail page already knew keeps its id here too; any other is new. */
async function identify(compose: Compose): Promise<{ draftId: DraftId; isSending: boolean }> {
  const webmailDraftId = compose.announcedDraftId;
  const known =
    webmailDraftId && (await call('findDraft', { webmailDraftId, text: compose.read().text }).catch(() => null));
  return known || { draftId: crypto.randomUUID() as DraftId, isSending: false };
}
