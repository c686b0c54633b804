import type { Thread } from '#shared/draft.js';
import type { Capability, Compose, ComposeContent, Outcome, Replacement, Unsendable, WriteResult } from '../webmail.js';
import type { ComposePlace } from './compose-place.js';
import { dialogsOn } from './dialogs.js';
import { holdsFiles } from './files.js';
import { kindOf } from './kind.js';
import { leave } from './leave.js';
import { judge, lastWord, type Pressed, pressedNow } from './outcome.js';
import { ownPart, plainHtml, quoteIn } from './own-part.js';
import { answeredOn, mailboxIn } from './page-facts.js';
import { find, isVisible, parts } from './page-parts.js';
import { hasStrays, isFolded, unfold, type Well, wellIn } from './recipients.js';
import { RingPlace } from './ring-place.js';
import type { Pressable } from './sends.js';
import { write } from './write.js';

/** One of Outlook's composes, by what of it stands in the page. */
export class OutlookCompose implements Compose, Pressable {
  readonly key = crypto.randomUUID();
  readonly can = new Set<Capability>(['close', 'holdSend']);
  readonly announcedDraftId = null; // Outlook's page never says
  readonly #gone = new AbortController();
  readonly #edited = new Set<(by: 'rep' | 'lumina') => void>();
  readonly #told = new Set<(how: Outcome) => void>();
  #bound = new AbortController();
  #place: ComposePlace;
  #ring: RingPlace | null = null;
  #last: ComposeContent | null = null;
  #openedToSomeone: boolean | null = null;
  /** What is answered, as long as the page still shows it: later another mail may be selected. */
  #answered: Thread | null;
  #pressed: Pressed | null = null;
  #dialogsBefore = new Set<HTMLElement>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #isWriting = false;
  #isLeaving = false;
  #mayGo: (() => Promise<boolean>) | null = null;
  #isAsking = false;

  constructor(place: ComposePlace) {
    this.#place = place;
    this.#answered = answeredOn(this.#page);
    this.#bind();
  }

  get signal() {
    return this.#gone.signal;
  }

  get element() {
    return this.#place.root;
  }

  get root() {
    return this.#place.root;
  }

  get editor() {
    return this.#place.editor;
  }

  get token() {
    return this.#place.token;
  }

  get #page(): Document {
    return this.#place.editor.ownerDocument;
  }

  get isHere(): boolean {
    return this.editor.isConnected && (this.#pressed === null || isVisible(this.editor));
  }

  /** The page has built the same compose anew. */
  rebind(place: ComposePlace) {
    this.#place = place;
    this.#bind();
    this.keepRing();
    this.#tell();
  }

  read(): ComposeContent {
    if (!this.editor.isConnected && this.#last) return this.#last;
    const wells = { to: wellIn(this.root, 'to'), cc: wellIn(this.root, 'cc'), bcc: wellIn(this.root, 'bcc') };
    const areShown = find(this.root, 'to') !== null;
    const areWhole = Object.values(wells).every((well) => well.isComplete) && !hasStrays(this.root, this.editor);
    if (areShown) this.#openedToSomeone ??= !areWhole || Object.values(wells).some(hasAny);
    const thread = this.#thread();
    const { map } = ownPart(this.editor);
    this.#last = {
      to: wells.to.addresses,
      cc: wells.cc.addresses,
      bcc: wells.bcc.addresses,
      subject: this.#subjectField?.value ?? '',
      html: plainHtml(this.editor.innerHTML),
      text: map.text,
      thread,
      from: find(this.root, 'from')?.textContent?.match(/[^\s<>]+@[^\s<>]+/)?.[0] ?? mailboxIn(this.#page),
      unsendable: this.#unsendable(thread, areShown && areWhole && this.#subjectField !== null),
    };
    return this.#last;
  }

  async unfold() {
    if (!isFolded(this.root) || !(await unfold(this.root))) return;
    this.read();
    this.#tell();
  }

  async replace(change: Replacement): Promise<WriteResult> {
    this.#isWriting = true;
    try {
      return await write(this.editor, change);
    } finally {
      this.#isWriting = false;
    }
  }

  onEdit(listener: (by: 'rep' | 'lumina') => void) {
    this.#edited.add(listener);
  }

  onOutcome(listener: (how: Outcome) => void) {
    this.#told.add(listener);
  }

  async draftId(): Promise<null> {
    return null;
  }

  /** Discarding is the one way Outlook has: closing it otherwise leaves a draft that its own Send could still send. */
  async close(): Promise<boolean> {
    this.#isLeaving = true;
    const isGone = await leave(this.root, () => !this.editor.isConnected);
    if (isGone) this.end();
    else this.#isLeaving = false;
    return isGone;
  }

  holdSend(mayGo: (() => Promise<boolean>) | null) {
    this.#mayGo = mayGo;
  }

  focus() {
    this.editor.focus({ preventScroll: true });
  }

  placeRing(ring: HTMLElement) {
    this.#ring = new RingPlace(ring, () => this.root, this.signal);
  }

  keepRing() {
    this.#ring?.keep();
  }

  /** It is gone from the page. What became of it is told when it is known. */
  end() {
    if (this.signal.aborted) return;
    this.#bound.abort();
    this.#gone.abort();
    if (!this.#pressed && !this.#isLeaving) this.#say('closed');
  }

  /** Its like has come back: what was sent was not. @returns whether it was waited for. */
  cameBack(): boolean {
    if (this.#pressed?.what !== 'send' || this.#pressed.goneSince === null) return false;
    this.#over('undone');
    return true;
  }

  /** The page goes. */
  pageGoes() {
    if (this.#pressed) this.#over(lastWord(this.#pressed, Date.now()));
  }

  get isHeld() {
    return this.#mayGo !== null;
  }

  get isAwaited() {
    return this.#pressed !== null;
  }

  pressed(what: 'send' | 'discard', byEscape: boolean) {
    if (this.#isLeaving || (byEscape && this.#pressed)) return;
    this.read(); // as it is now: the page takes it apart next
    this.#tell();
    this.#dialogsBefore = new Set(dialogsOn(this.#page));
    this.#pressed = pressedNow(what, Date.now(), byEscape);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#look(), 150);
  }

  askBeforeSend(again: () => void) {
    const mayGo = this.#mayGo;
    if (!mayGo || this.#isAsking) return;
    this.#isAsking = true;
    void mayGo()
      .catch(() => false) // whoever holds the send has said why
      .then((go) => {
        this.#isAsking = false;
        if (!go) return;
        this.#mayGo = null;
        again();
      });
  }

  wentOn(where: 'here' | 'elsewhere') {
    if (!this.#pressed || !this.editor.isConnected || Date.now() - this.#pressed.at < 1000) return;
    if (where === 'here') this.#over(null);
    else this.#pressed = { ...this.#pressed, doubted: true };
  }

  #look() {
    if (!this.#pressed) return;
    const asks = dialogsOn(this.#page).some((dialog) => !this.#dialogsBefore.has(dialog));
    const { next, outcome } = judge(this.#pressed, { now: Date.now(), isHere: this.isHere, asks });
    this.#pressed = next;
    if (next === null) this.#over(outcome);
    else if (outcome) this.#say(outcome);
  }

  #over(outcome: Outcome | null) {
    clearInterval(this.#timer);
    this.#pressed = null;
    if (outcome) this.#say(outcome);
  }

  #say(outcome: Outcome) {
    for (const listener of this.#told) listener(outcome);
  }

  #tell() {
    for (const listener of this.#edited) listener(this.#isWriting ? 'lumina' : 'rep');
  }

  /** Outlook's editor keeps most of its own input events to itself, and a paste raises none: the page is watched as well. */
  #bind() {
    this.#bound.abort();
    this.#bound = new AbortController();
    const { signal } = this.#bound;
    this.root.addEventListener('input', () => this.#tell(), { signal, capture: true });
    const observer = new MutationObserver(() => this.#tell());
    observer.observe(this.root, { childList: true, characterData: true, subtree: true });
    signal.addEventListener('abort', () => observer.disconnect());
  }

  get #subjectField(): HTMLInputElement | null {
    const named = find(this.root, 'subject');
    const field =
      named?.nodeName === 'INPUT' ? named : (named?.querySelector('input') ?? find(this.root, 'subjectField'));
    return field as HTMLInputElement | null;
  }

  #thread(): Thread | null {
    this.#answered ??= answeredOn(this.#page);
    return this.#kind() === 'reply' ? this.#answered : null;
  }

  #kind() {
    return kindOf({
      hasQuote: quoteIn(this.editor) !== null,
      isInConversation: this.root.closest(parts.conversation.selector) !== null,
      openedToSomeone: this.#openedToSomeone ?? true,
    });
  }

  #unsendable(thread: Thread | null, isComplete: boolean): Unsendable | null {
    const hasFiles = holdsFiles(this.root, this.editor);
    const kind = this.#kind();
    if (kind === 'forward' && hasFiles) return 'forward';
    // Without its field nobody knows the subject either, and it would go out without one.
    if (kind === 'reply' && (!thread || !this.#subjectField)) return 'reply';
    if (hasFiles) return 'attachments';
    return isComplete ? null : 'recipients';
  }
}

const hasAny = ({ addresses }: Well) => addresses.length > 0;

/** The same compose to a rep: same words under the same subject. */
export const isLike = (a: { text: string; subject: string }, b: { text: string; subject: string }) =>
  a.text === b.text && a.subject === b.subject;
