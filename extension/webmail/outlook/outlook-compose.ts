import type { Capability, Compose, ComposeContent, Outcome, Replacement, WriteResult } from '../webmail.js';
import { type ComposePlace, isAnother } from './compose-place.js';
import { ComposeReader } from './compose-reader.js';
import { leave } from './leave.js';
import { isVisible } from './page-parts.js';
import { PressWatch } from './press-watch.js';
import { isFolded, unfold } from './recipients.js';
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
  readonly #reader: ComposeReader;
  readonly #press: PressWatch;
  #bound = new AbortController();
  #place: ComposePlace;
  #ring: RingPlace | null = null;
  #isWriting = false;
  #isLeaving = false;
  #mayGo: (() => Promise<boolean>) | null = null;
  #isAsking = false;

  constructor(place: ComposePlace) {
    this.#place = place;
    this.#reader = new ComposeReader(() => this.#place);
    this.#press = new PressWatch(
      place.editor.ownerDocument,
      () => this.editor.isConnected && isVisible(this.editor),
      (outcome) => this.#say(outcome),
    );
    this.#bind();
  }

  get signal() {
    return this.#gone.signal;
  }

  get element() {
    return this.#place.root;
  }

  get editor() {
    return this.#place.editor;
  }

  get token() {
    return this.#place.token;
  }

  /** The page has put another compose in its place, in the same elements. */
  get isReplaced(): boolean {
    return isAnother(this.#place);
  }

  read(): ComposeContent {
    return this.#reader.read();
  }

  async unfold() {
    if (!isFolded(this.element) || !(await unfold(this.element))) return;
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
    const isGone = await leave(this.element, () => !this.editor.isConnected);
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
    this.#ring = new RingPlace(ring, () => this.element, this.signal);
  }

  /** The page has changed around it. */
  keepRing() {
    this.#ring?.keep();
  }

  /** The page has built the same compose anew. */
  rebind(place: ComposePlace) {
    this.#place = place;
    this.#reader.builtAnew();
    this.#bind();
    this.keepRing();
    this.#tell();
  }

  /** It is gone from the page. What became of it is told when it is known. */
  end() {
    if (this.signal.aborted) return;
    this.#bound.abort();
    this.#gone.abort();
    if (!this.#press.isOn && !this.#isLeaving) this.#say('closed');
  }

  /** Whether it is yet to be seen what became of it. */
  get isAwaited() {
    return this.#press.isOn;
  }

  cameBack() {
    this.#press.cameBack();
  }

  pageGoes() {
    this.#press.pageGoes();
  }

  get isHeld() {
    return this.#mayGo !== null;
  }

  pressed(what: 'send' | 'discard', byEscape: boolean) {
    if (this.#isLeaving) return;
    this.read(); // as it is now: the page takes it apart next
    this.#tell();
    this.#press.begin(what, byEscape);
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
    this.#press.wentOn(where);
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
    const heard = ({ isTrusted }: Event) => {
      if (isTrusted) this.#reader.touched();
      this.#tell();
    };
    this.element.addEventListener('input', heard, { signal, capture: true });
    const observer = new MutationObserver(() => this.#tell());
    observer.observe(this.element, { childList: true, characterData: true, subtree: true });
    signal.addEventListener('abort', () => observer.disconnect());
  }
}
