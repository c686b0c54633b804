import type { Thread } from '#shared/draft.js';
import type { ComposeContent, Unsendable } from '../webmail.js';
import type { ComposePlace } from './compose-place.js';
import { holdsFiles } from './files.js';
import { kindOf } from './kind.js';
import { ownPart, plainHtml, quoteIn } from './own-part.js';
import { answeredOn, emailIn, mailboxIn } from './page-facts.js';
import { find, parts } from './page-parts.js';
import { hasStrays, wellIn } from './recipients.js';

/** What a compose says, as far as the page shows it, and what may be done with it. */
export class ComposeReader {
  #last: ComposeContent | null = null;
  #openedToSomeone: boolean | null = null;
  /** What is answered, from when the page shows it: later another mail may be selected. */
  #answered: Thread | null;

  constructor(private readonly place: () => ComposePlace) {
    this.#answered = answeredOn(this.#page);
  }

  /** As it is now. Of a compose that is gone: as it was. */
  read(): ComposeContent {
    const { root, editor } = this.place();
    if (!editor.isConnected && this.#last) return this.#last;
    const wells = { to: wellIn(root, 'to'), cc: wellIn(root, 'cc'), bcc: wellIn(root, 'bcc') };
    const all = Object.values(wells);
    const areWhole = all.every(({ isComplete }) => isComplete) && !hasStrays(root, editor);
    const areShown = find(root, 'to') !== null;
    if (areShown) this.#openedToSomeone ??= !areWhole || all.some(({ addresses }) => addresses.length > 0);
    const subject = subjectFieldIn(root);
    const kind = this.#kind();
    this.#answered ??= answeredOn(this.#page);
    const thread = kind === 'reply' ? this.#answered : null;
    this.#last = {
      to: wells.to.addresses,
      cc: wells.cc.addresses,
      bcc: wells.bcc.addresses,
      subject: subject?.value ?? '',
      html: plainHtml(editor.innerHTML),
      text: ownPart(editor).map.text,
      thread,
      from: emailIn(find(root, 'from')?.textContent) ?? mailboxIn(this.#page),
      unsendable: unsendable({
        kind,
        thread,
        hasFiles: holdsFiles(root, editor),
        hasSubject: subject !== null,
        hasRecipients: areShown && areWhole,
      }),
    };
    return this.#last;
  }

  #kind() {
    const { root, editor } = this.place();
    return kindOf({
      hasQuote: quoteIn(editor) !== null,
      isInConversation: root.closest(parts.conversation) !== null,
      openedToSomeone: this.#openedToSomeone ?? true,
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
  hasRecipients: boolean;
}): Unsendable | null {
  if (seen.kind === 'forward' && seen.hasFiles) return 'forward';
  if (seen.kind === 'reply' && !(seen.thread && seen.hasSubject)) return 'reply';
  if (seen.hasFiles) return 'attachments';
  return seen.hasRecipients && seen.hasSubject ? null : 'recipients';
}
