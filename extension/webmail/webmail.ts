import type { DraftContent, Webmail as WebmailName } from '#shared/draft.js';
import type { TextSpan } from '#shared/suggestion.js';

/** What Lumina needs of a mail page. Differences between pages are capabilities of a compose, never a name to ask for. */
export interface Webmail {
  readonly name: WebmailName;
  /** The address of the mailbox this page shows. */
  account(): string;
  /** Calls `start` for every compose that is open now or opens later. */
  onCompose(start: (compose: Compose) => void): void;
  /**
   * Opens a new compose that holds `content`. One that answers a thread opens as a new mail too, where the page cannot be
   * told which: what it answers is then the draft's to know, not the page's.
   */
  open(content: DraftContent): Promise<Compose>;
  /** Which parts of the page are where the adapter believes them to be, by names of ours. Empty where another looks. */
  probe(): Record<string, boolean>;
}

export interface ComposeContent extends DraftContent {
  /** The mailbox the compose writes from. */
  from: string;
  unsendable: Unsendable | null;
}

/**
 * Why Lumina must leave the sending to the mail page: a send of ours would lose something. `reply`: which conversation it
 * answers cannot be told. `forward`: files or pictures of the forwarded mail. `recipients`: the page shows a name, but not
 * the address behind it.
 */
export type Unsendable = 'reply' | 'forward' | 'attachments' | 'recipients';

/**
 * What became of a compose on the mail page itself. `sent` only where the page proved it; `blocked`: it asked the rep
 * something instead; `undone`: it took its send back and the compose is here again; `closed`: gone with its draft kept.
 */
export type Outcome = 'sent' | 'discarded' | 'blocked' | 'undone' | 'closed' | 'unknown';

/** `changed`: the text is not what the caller believed, `text` is what it is now. `refused`: the page did not take the edit. */
export type WriteResult = { ok: true; text: string } | { ok: false; because: 'changed' | 'refused'; text: string };

/** Changes of the rep's own text, ordered and apart, all made for the whole text `expected`. */
export interface Replacement {
  expected: string;
  changes: { span: TextSpan; insert: string }[];
}

export type Capability = 'close' | 'holdSend' | 'ids';

/** One open editor on the mail page. `text` is always the rep's own words: no signature, no quoted thread. */
export interface Compose {
  /** Stable while the compose is open; never stored as a mail id. */
  readonly key: string;
  readonly can: ReadonlySet<Capability>;
  /** Ends everything this compose started. Aborts when the compose is gone. */
  readonly signal: AbortSignal;
  /** What of the page it takes up. Another after the page has built it anew. */
  readonly element: HTMLElement;
  read(): ComposeContent;
  /** Has the page show what it hides until asked, such as the recipients of an answer, so that `read` tells all of it. */
  unfold(): Promise<void>;
  /**
   * Writes the changes as one native undo step; where formatting lies between them, as one each. Caret, signature and
   * quote stay as they are. Read back before it says ok.
   */
  replace(change: Replacement): Promise<WriteResult>;
  onEdit(listener: (by: 'rep' | 'lumina') => void): void;
  /** What the rep did with this compose on the mail page itself, and what the page made of it. */
  onOutcome(listener: (how: Outcome) => void): void;
  /** The name the mail page has given its own draft of this, whether or not it has saved it yet. */
  readonly announcedDraftId: string | null;
  /** The mail page's id of its own draft: the announced one, else what it says within `patienceMs`. */
  draftId(patienceMs: number): Promise<string | null>;
  /** Takes it off the page, so that its own Send cannot send it. False where the page did not let it go in time. */
  close(): Promise<boolean>;
  /** While set, the mail page's Send waits for `mayGo`; it goes on only when that says true. `null` ends it. */
  holdSend(mayGo: (() => Promise<boolean>) | null): void;
  focus(): void;
  /** Puts `ring` beside the page's Send button. */
  placeRing(ring: HTMLElement): void;
}
