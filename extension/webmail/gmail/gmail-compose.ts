import type { InboxSDK } from '@inboxsdk/core';
import type { Address } from '#shared/draft.js';
import type { Capability, Compose, ComposeContent, Outcome, Replacement, WriteResult } from '../webmail.js';
import { attachment, draftField, inlinePicture, sendCell } from './parts.js';
import { ownText, write } from './write.js';

export type ComposeView = Parameters<Parameters<InboxSDK['Compose']['registerComposeViewHandler']>[0]>[0];

/** How long Gmail may take to save and close a compose before we say it did not. */
const closingMs = 3000;

/** One of Gmail's composes, over InboxSDK's view of it. */
export class GmailCompose implements Compose {
  readonly key = crypto.randomUUID();
  readonly can: ReadonlySet<Capability>;
  readonly element: HTMLElement;
  readonly #view: ComposeView;
  readonly #body: HTMLElement;
  readonly #subject: HTMLInputElement | null;
  readonly #gone = new AbortController();
  #writing = false;
  #mayGo: (() => Promise<boolean>) | null = null;

  constructor(view: ComposeView) {
    this.#view = view;
    this.element = view.getElement();
    this.#body = view.getBodyElement();
    this.#subject = view.getSubjectInput() ?? null;
    // InboxSDK 2.2.26 cannot close an inline reply: it warns and does nothing.
    this.can = new Set<Capability>(view.isInlineReplyForm() ? ['holdSend', 'ids'] : ['close', 'holdSend', 'ids']);
    view.on('destroy', () => this.#gone.abort());
    view.on('presending', (event) => this.#askBeforeSend(event));
  }

  get signal() {
    return this.#gone.signal;
  }

  read(): ComposeContent {
    return {
      to: this.#view.getToRecipients().map(address),
      cc: this.#view.getCcRecipients().map(address),
      bcc: this.#view.getBccRecipients().map(address),
      subject: this.#view.getSubject(),
      html: this.#body.innerHTML,
      text: ownText(this.#body).text,
      thread: null,
      from: this.#view.getFromContact().emailAddress,
      unsendable: this.#unsendable(),
    };
  }

  async replace(change: Replacement): Promise<WriteResult> {
    this.#writing = true;
    try {
      return write(this.#body, change);
    } finally {
      this.#writing = false;
    }
  }

  onEdit(listener: (by: 'rep' | 'lumina') => void) {
    const edited = () => listener(this.#writing ? 'lumina' : 'rep');
    this.#body.addEventListener('input', edited, { signal: this.signal });
    this.#subject?.addEventListener('input', edited, { signal: this.signal });
    // Also what scripts of the page do to the body, such as a template put in: no input event tells of those.
    this.#view.on('bodyChanged', edited);
    this.#view.on('recipientsChanged', edited);
  }

  onOutcome(listener: (how: Outcome) => void) {
    this.#view.on('sent', () => listener('sent'));
    // `discard` comes before `destroy` and can still be cancelled by others; only both together are a discard.
    let discarding = false;
    this.#view.on('discard', () => {
      discarding = true;
    });
    this.#view.on('discardCanceled', () => {
      discarding = false;
    });
    this.#view.on('destroy', () => discarding && listener('discarded'));
  }

  /** The announced id is the saved draft's from its first save on; what the form says otherwise, InboxSDK can tell. */
  async draftId(patienceMs: number): Promise<string | null> {
    const announced = this.announcedDraftId;
    if (announced) return announced;
    const known = this.#view.getCurrentDraftID().then((id) => id ?? this.#view.getDraftID());
    const id = await Promise.race([known.catch(() => null), later(patienceMs)]);
    return id ?? null;
  }

  async close(): Promise<boolean> {
    if (!this.can.has('close')) return false;
    const closed = new Promise<boolean>((resolve) => {
      this.signal.addEventListener('abort', () => resolve(true), { once: true });
    });
    this.#view.close();
    return (await Promise.race([closed, later(closingMs)])) ?? false;
  }

  holdSend(mayGo: (() => Promise<boolean>) | null) {
    this.#mayGo = mayGo;
  }

  focus() {
    this.#body.focus({ preventScroll: true });
  }

  placeRing(ring: HTMLElement) {
    const cell = this.element.querySelector(sendCell);
    if (cell instanceof HTMLTableCellElement) cell.after(asCell(ring));
    else if (cell) cell.append(ring);
    else this.#view.addStatusBar({ height: 40 }).el.append(ring);
  }

  #askBeforeSend(event: { cancel(): void }) {
    const mayGo = this.#mayGo;
    if (!mayGo) return;
    event.cancel();
    void mayGo().then(
      (go) => {
        if (!go) return;
        this.#mayGo = null;
        this.#view.send();
      },
      () => undefined, // whoever holds the send has said why
    );
  }

  /** Gmail names a draft in its form before saving it first; the name then stays. */
  get announcedDraftId(): string | null {
    const value = this.element.querySelector<HTMLInputElement>(draftField)?.value ?? '';
    return /^#?msg-a:(.+)$/.exec(value)?.[1] ?? null;
  }

  #unsendable(): ComposeContent['unsendable'] {
    if (this.#view.isReply() || this.#view.isForward() || this.#view.isInlineReplyForm()) return 'reply';
    const holdsFiles = this.element.querySelector(attachment) ?? this.#body.querySelector(inlinePicture);
    return holdsFiles ? 'attachments' : null;
  }
}

const address = ({ name, emailAddress }: { name?: string | undefined; emailAddress: string }): Address => ({
  name: name ?? '',
  email: emailAddress,
});

/** A cell of its own in the row Send is in: nothing that is there changes its place by a line. */
function asCell(ring: HTMLElement): HTMLTableCellElement {
  const cell = document.createElement('td');
  cell.style.cssText = 'width:40px;vertical-align:middle';
  cell.append(ring);
  return cell;
}

const later = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms));
