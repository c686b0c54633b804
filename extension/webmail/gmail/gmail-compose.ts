import type { InboxSDK } from '@inboxsdk/core';
import type { Address, Thread } from '#shared/draft.js';
import type { Capability, Compose, ComposeContent, Outcome, Replacement, WriteResult } from '../webmail.js';
import { messageIdOf } from './answered.js';
import { answeredField, attachment, draftField, inlinePicture, sendCell } from './parts.js';
import { ownText, write } from './write.js';

export type ComposeView = Parameters<Parameters<InboxSDK['Compose']['registerComposeViewHandler']>[0]>[0];

/** How long Gmail may take to save and close a compose before we say it did not. */
const closingMs = 3000;

/** One of Gmail's composes, over InboxSDK's view of it. */
export class GmailCompose implements Compose {
  readonly key = crypto.randomUUID();
  readonly can: ReadonlySet<Capability> = new Set<Capability>(['close', 'holdSend', 'ids']);
  readonly element: HTMLElement;
  readonly #view: ComposeView;
  readonly #body: HTMLElement;
  readonly #subject: HTMLInputElement | null;
  readonly #gone = new AbortController();
  #writing = false;
  #closing = false;
  #mayGo: (() => Promise<boolean>) | null = null;

  constructor(view: ComposeView) {
    this.#view = view;
    this.element = view.getElement();
    this.#body = view.getBodyElement();
    this.#subject = view.getSubjectInput() ?? null;
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
      thread: this.#thread(),
      from: this.#view.getFromContact().emailAddress,
      unsendable: this.#unsendable(),
    };
  }

  /** InboxSDK reads the form's hidden fields: nothing is folded away from it. */
  async unfold(): Promise<void> {}

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
    this.#view.on('destroy', () => discarding && !this.#closing && listener('discarded'));
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
    const closed = new Promise<boolean>((resolve) => {
      this.signal.addEventListener('abort', () => resolve(true), { once: true });
    });
    this.#closing = true;
    // InboxSDK 2.2.26 cannot close an inline reply: it warns and does nothing. What is sent needs no draft.
    if (this.#view.isInlineReplyForm()) this.#view.discard();
    else this.#view.close();
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
    const holdsFiles = (this.element.querySelector(attachment) ?? this.#body.querySelector(inlinePicture)) !== null;
    if (this.#view.isForward()) return holdsFiles ? 'forward' : null;
    if (this.#view.isReply() && !this.#thread()) return 'reply';
    return holdsFiles ? 'attachments' : null;
  }

  /** A forwarded mail begins a conversation of its own; a draft of a new mail is in one of its own too, and answers none. */
  #thread(): Thread | null {
    if (!this.#view.isReply() || this.#view.isForward()) return null;
    const conversationId = this.#view.getThreadID() || null;
    const messageId = messageIdOf(this.element.querySelector<HTMLInputElement>(answeredField)?.value ?? '');
    return conversationId || messageId ? { conversationId, messageId } : null;
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
