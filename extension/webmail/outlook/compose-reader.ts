import type { Thread } from '#shared/draft.js';
import type { ComposeContent, Unsendable } from '../webmail.js';
import { type ComposePlace, isAnother } from './compose-place.js';
import { holdsFiles } from './files.js';
import { kindOf, namesForward } from './kind.js';
import { ownPart, plainHtml, quoteIn } from './own-part.js';
import { emailIn, isAbout, mailboxIn, type Shown, shownOn } from './page-facts.js';
import { find, parts } from './page-parts.js';
import { hasStrays, wellIn } from './recipients.js';

/** After this, what the page has selected says nothing about a compose that is open. */
const answeredMs = 3000;

/** What a compose says, as far as the page shows it, and what may be done with it. */
export class ComposeReader {
  #last: ComposeContent | null = null;
  #openedToSomeone: boolean | null = null;
  /** An answer stays one when the rep takes out what it quotes. */
  #hadQuote = false;
  /** What was shown when it was opened, and of that what it is known to answer. */
  #shown: Shown | null = null;
  #answered: Thread | null = null;
  readonly #since = Date.now();
  #isBeingFilled = false;

  constructor(private readonly place: () => ComposePlace) {}

  /** Its editor is another one, and empty until the page has put the words in again. */
  builtAnew() {
    this.#isBeingFilled = true;
  }

  /** The rep's own hand was in it: what is not there now was taken out. */
  touched() {
    this.#isBeingFilled = false;
  }

  /** As it is now. Of a compose that is gone, or whose place in the page another has taken: as it was. */
  read(): ComposeContent {
    const { root, editor } = this.place();
    if (this.#last && isAnother(this.place())) return this.#last;
    const text = ownPart(editor).map.text;
    if (text !== '') this.#isBeingFilled = false;
    const body = { html: plainHtml(editor.innerHTML), text };
    if (this.#last && !editor.isConnected) return text === '' ? this.#last : { ...this.#last, ...body };
    const wells = { to: wellIn(root, 'to'), cc: wellIn(root, 'cc'), bcc: wellIn(root, 'bcc') };
    const all = Object.values(wells);
    const areWhole = all.every(({ isComplete }) => isComplete) && !hasStrays(root, editor);
    const areShown = find(root, 'to') !== null;
    if (areShown) this.#openedToSomeone ??= !areWhole || all.some(({ addresses }) => addresses.length > 0);
    const subject = subjectFieldIn(root);
    const kind = this.#kind(subject);
    const from = find(root, 'from');
    const sender = emailIn(from?.textContent) ?? emailIn(from?.ariaLabel);
    const answered = this.#thread(subject);
    const thread = kind === 'reply' ? answered : null;
    // Folded to a line of names they are who they were.
    const { to, cc, bcc } = (!areShown && this.#last) || {
      to: wells.to.addresses,
      cc: wells.cc.addresses,
      bcc: wells.bcc.addresses,
    };
    this.#last = {
      ...{ to, cc, bcc },
      subject: subject?.value ?? this.#last?.subject ?? '',
      ...(this.#isBeingFilled && this.#last ? { html: this.#last.html, text: this.#last.text } : body),
      thread,
      from: sender ?? mailboxIn(this.#page),
      unsendable: unsendable({
        kind,
        thread,
        hasFiles: holdsFiles(root, editor),
        hasSubject: subject !== null,
        hasAddresses: areShown && areWhole && (from === null || sender !== null),
      }),
    };
    return this.#last;
  }

  #thread(subject: HTMLInputElement | null): Thread | null {
    if (this.#answered) return this.#answered;
    const fits = () => this.#shown && subject && isAbout(this.#shown, subject.value);
    if (Date.now() - this.#since < answeredMs && (!this.#shown || (subject && !fits())))
      this.#shown = shownOn(this.#page, this.#isInConversation);
    if (fits()) this.#answered = this.#shown?.thread ?? null;
    return this.#answered;
  }

  get #isInConversation(): boolean {
    return this.place().root.closest(parts.conversation) !== null;
  }

  #kind(subject: HTMLInputElement | null) {
    this.#hadQuote ||= quoteIn(this.place().editor) !== null;
    return kindOf({
      hasQuote: this.#hadQuote,
      isInConversation: this.#isInConversation,
      openedToSomeone: this.#openedToSomeone ?? true,
      isNamedForward: namesForward(subject?.value ?? ''),
    });
  }

  get #page(): Document {
    return this.place().editor.ownerDocument;
  }
}

export function subjectFieldIn(root: HTMLElement): HTMLInputElement | null {
  const named = find(root, 'subject');
  const within = named?.nodeName === 'INPUT' ? named : named?.querySelector('input');
  return (within ?? find(root, 'subjectField')) as HTMLInputElement | null;
}

/** A send of ours writes subject and recipients anew: where they could not be read, it would lose them. */
function unsendable(seen: {
  kind: ReturnType<typeof kindOf>;
  thread: Thread | null;
  hasFiles: boolean;
  hasSubject: boolean;
  hasAddresses: boolean;
}): Unsendable | null {
  if (seen.kind === 'forward' && seen.hasFiles) return 'forward';
  if (seen.kind === 'reply' && !(seen.thread && seen.hasSubject)) return 'reply';
  if (seen.hasFiles) return 'attachments';
  return seen.hasAddresses && seen.hasSubject ? null : 'recipients';
}
