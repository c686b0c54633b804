import type { Thread } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import { call } from '../messaging/call.js';
import type { ComposeState, RingState } from '../messaging/desk-link.js';
import type { Compose, ComposeContent, Outcome, Webmail } from '../webmail/webmail.js';
import { Banner } from './banner.js';
import { guarded } from './guarded.js';
import { idle, Ring } from './ring.js';
import { Saver } from './saver.js';
import { createSettle } from './settle.js';

interface Around {
  toggle: () => void;
  settled: () => void;
  /** The rep sent or discarded it on the mail page. */
  taken: () => void;
  /** The mail page was to send it and did not. */
  givenBack: () => void;
  orphaned: () => void;
}

/** One compose with its draft: what is typed in it is saved, and its ring stands beside Send. */
export class OpenDraft {
  readonly ring: Ring;
  readonly #saver: Saver;
  readonly #settle;
  readonly #banner: Banner;
  #content: ComposeContent;
  #webmailDraftId: string | null = null;
  #isOver = false;
  #isReady = false;
  /** The mail page's Send, asking whether it may go. */
  #asking: Promise<boolean> | null = null;
  #isLettingGo = false;

  constructor(
    readonly compose: Compose,
    private readonly webmail: Webmail,
    readonly draftId: DraftId,
    /** What it answered before it was opened again in a compose that is no answer to the page. */
    private readonly answered: Thread | null,
    private readonly around: Around,
  ) {
    this.ring = new Ring(guarded(around.toggle));
    this.#saver = new Saver(draftId, around.orphaned);
    this.#banner = new Banner(() => compose.element, compose.signal);
    this.#content = this.#fromPage();
    this.#settle = createSettle(guarded(() => this.#settled()));
    compose.placeRing(this.ring.host);
    this.ring.fitIn();
    compose.onEdit(guarded(() => this.#settle.soon()));
    compose.onOutcome(guarded((how) => this.#becameOfIt(how)));
    compose.signal.addEventListener('abort', () => this.#settle.now());
  }

  state(): ComposeState {
    const { from, unsendable, ...content } = this.#content;
    return { key: this.compose.key, draftId: this.draftId, content, from, unsendable };
  }

  showRing(ring: RingState) {
    this.#isReady = ring.glow === 'SuggestionReady';
    this.ring.show(ring);
  }

  /** Whether keys pressed at `target` may accept and skip: in this draft's text, with something to accept. */
  isReadyAt(target: EventTarget | null): boolean {
    return this.#isReady && target instanceof Node && this.compose.element.contains(target);
  }

  /** The rep typed before this draft had its id. */
  touched() {
    this.around.settled();
    void this.#save();
  }

  /** All of it can be read from here on, the recipients of an answer too. */
  async unfold(): Promise<void> {
    await this.compose.unfold();
    this.#settle.now();
  }

  /** What was typed up to now, saved and told without waiting for a pause. */
  settleNow() {
    this.#settle.now();
  }

  async saveNow(webmailDraftId: string | null): Promise<void> {
    this.#webmailDraftId = webmailDraftId ?? this.#webmailDraftId;
    this.#settle.now();
    this.#content = this.#fromPage();
    await this.#save();
  }

  /** The page is going, or may be: what is not on disk yet goes where no worker is needed. */
  keep() {
    this.#settle.now();
    this.#saver.journal();
  }

  /** From here on Lumina sends this draft: the page's own Send asks first, and where it goes, ours does not. */
  sending() {
    this.compose.holdSend(() => {
      if (this.#isLettingGo) return Promise.resolve(false); // it is going away: the page could not send it any more
      this.#asking = this.#yield();
      return this.#asking;
    });
  }

  /**
   * Takes the compose off the page before its send begins. A native Send that asked first is waited for: had it been told
   * to go while its compose went away, nobody would send.
   */
  async letGo(): Promise<'closed' | 'open' | 'taken'> {
    if (await this.#asking) return 'taken';
    this.#isLettingGo = true;
    const isClosed = await this.compose.close();
    this.#isLettingGo = false;
    if (!isClosed) this.#banner.say('Lumina is sending this. Leave it as it is for a moment.');
    return isClosed ? 'closed' : 'open';
  }

  async #yield(): Promise<boolean> {
    this.ring.show({ glow: 'Thinking', word: "Stopping Lumina's send first…", count: 0, strength: 0 });
    // Where nobody can say, the mail page's own Send must work.
    const mayGo = await call('yieldSend', { draftId: this.draftId }).catch(() => true);
    if (mayGo) this.around.taken();
    else this.ring.show({ glow: 'Stale', word: 'Lumina has sent this, or is about to', count: 0, strength: 0 });
    return mayGo;
  }

  /** Lumina has sent it, and the compose is still there. */
  sent() {
    this.ring.show({ glow: 'Stale', word: 'Already sent by Lumina: discard this copy', count: 0, strength: 0 });
    const at = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    this.#banner.say(`Already sent by Lumina at ${at}. Discard this copy: sending it again would reach them twice.`);
  }

  /** The send was taken back: it is the rep's again. */
  isBack() {
    this.compose.holdSend(null);
    this.#asking = null;
    this.#banner.say(null);
    this.compose.focus();
  }

  /** The page's Send, which took over from ours, did not go: it is the rep's again. */
  #isBackFromPage() {
    if (!this.#asking) return;
    this.#asking = null;
    this.#banner.say(null);
    this.ring.show(idle);
    this.around.givenBack();
  }

  orphaned() {
    this.ring.show({ glow: 'Stale', word: 'Lumina was updated: reload this tab', count: 0, strength: 0 });
    this.#banner.say('Lumina was updated. Reload this tab: your text is kept.');
  }

  /** Sent or discarded, the draft is over. Whatever else became of it, or nobody knows what, it is kept. */
  #becameOfIt(how: Outcome) {
    if (isEnd(how)) return this.#leave();
    if (how === 'blocked' || how === 'undone') this.#isBackFromPage();
    return this.#settle.now();
  }

  /** Sent or discarded on the mail page: a save that comes later would make a draft of it again. */
  #leave() {
    this.#isOver = true;
    this.around.taken();
    return call('leaveDraft', { draftId: this.draftId });
  }

  #settled() {
    if (this.#isOver) return;
    const before = this.#content;
    this.#content = this.#read();
    if (isSame(before, this.#content)) return;
    this.around.settled();
    void this.#save();
  }

  /** A page that takes a compose apart may empty it first: what is gone by then is not what the rep deleted. */
  #read(): ComposeContent {
    const now = this.#fromPage();
    if (!this.compose.signal.aborted) return now;
    const { html, text, subject } = now.text === '' ? this.#content : now;
    return { ...this.#content, html, text, subject };
  }

  #fromPage(): ComposeContent {
    const content = this.compose.read();
    return { ...content, thread: content.thread ?? this.answered };
  }

  async #save(): Promise<void> {
    if (this.#isOver) return;
    const { from, unsendable: _, ...content } = this.#content;
    this.#webmailDraftId ??= this.compose.announcedDraftId;
    const mailbox = this.webmail.account().toLowerCase();
    const of = { mailbox, from, webmail: this.webmail.name, webmailDraftId: this.#webmailDraftId };
    await this.#saver.save({ content, ...of });
  }
}

/** Whether a draft is over with what became of its compose. */
export const isEnd = (how: Outcome): boolean => how === 'sent' || how === 'discarded';

/** A body may hold a picture of a megabyte: it is compared, not copied. */
function isSame({ html, text, ...a }: ComposeContent, { html: otherHtml, text: otherText, ...b }: ComposeContent) {
  return html === otherHtml && text === otherText && JSON.stringify(a) === JSON.stringify(b);
}
