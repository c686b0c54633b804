import type { Address, Thread } from '#shared/draft.js';

/** The message a letter answers. Looked up once and kept: a retry answers the same one. */
export interface Parent {
  id: string;
  threadId: string;
  /** With its angle brackets. */
  messageId: string;
  /** The Message-IDs it refers to itself, the oldest first. */
  references: string[];
}

export interface Attachment {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** One mail as it was approved. The same letter always becomes the same bytes. */
export interface Letter {
  /** Opaque; found again in the sent copy: by a header in Gmail, by the Message-ID and a property in Outlook. Prospects see it. */
  marker: string;
  date: Date;
  from: Address;
  to: readonly Address[];
  cc: readonly Address[];
  bcc: readonly Address[];
  subject: string;
  html: string;
  /** Null: a new mail. */
  answers: Parent | null;
  attachments?: readonly Attachment[];
}

/** A draft Lumina made in the mailbox. */
export interface ProviderDraft {
  id: string;
  /** Of the message inside; a rep's edit or the send may change it. */
  messageId: string;
  threadId: string;
  marker: string;
}

export interface SentMessage {
  messageId: string;
  threadId: string;
}

export interface MessageIds extends SentMessage {
  /** The Message-ID the provider really put on it, with its angle brackets; replies refer to it. */
  stamped: string;
}

/** What a look at a pinned draft shows. `gone` proves nothing: it was sent, or somebody deleted it. */
export type Look = { at: 'draft' } | { at: 'sent'; sent: SentMessage } | { at: 'gone' };

/** A draft the mail page made by itself, told in what is needed to recognise it. */
export interface PageDraft {
  id: string;
  /** The page named it as this compose's own; otherwise it only may be. */
  isNamed: boolean;
  subject: string;
  /** Lower-case addresses of To. */
  to: string[];
  /** The words alone, white space folded. */
  text: string;
  savedAt: Date;
  /** Not null: one of ours. */
  marker: string | null;
}

export interface NewMessage {
  id: string;
  threadId: string;
  place: 'received' | 'sent' | 'draft' | 'other';
}

/** What came since a cursor, oldest first, each message once. */
export interface MailboxPage {
  added: NewMessage[];
  /** Where the next look begins. Never behind the cursor that was asked with. */
  cursor: string;
}

export interface ProviderMessage extends NewMessage {
  /** By the provider's clock. */
  at: Date;
  mime: Uint8Array;
}

/**
 * A rep's mailbox at a mail provider: what sending once and ingesting need, and no more.
 * Every call throws ProviderError, and nothing else, when the provider says no or does not answer.
 */
export interface Provider {
  /** True where sending uses the draft up, so that the same draft cannot be delivered twice. Gmail: assumed. Graph: not promised. */
  readonly resendIsSafe: boolean;
  /** True where a message keeps its id for ever, wherever it is moved. */
  readonly idsStay: boolean;
  /** Asks for pushes, until `expiresAt`. `cursor` is where the mailbox stands now. */
  watch(): Promise<{ expiresAt: Date; cursor: string }>;
  unwatch(): Promise<void>;
  /** @throws ProviderError `cursorExpired`: take a new baseline, then go through `latest`. */
  changesSince(cursor: string): Promise<MailboxPage>;
  /** The newest received messages, newest first, at most 200: what there is to go by when a cursor expired. */
  latest(): Promise<NewMessage[]>;
  /** Undefined when it is not there (any more), and for what the rep wrote: that is nobody's to read. */
  message(id: string): Promise<ProviderMessage | undefined>;
  /** Where the mailbox's history stands. */
  baseline(): Promise<string>;
  /** Findable by its marker only once it is whole. @param mime the letter's bytes, compiled once and kept (mime.ts), where the provider takes them. */
  createDraft(letter: Letter, mime: Uint8Array): Promise<ProviderDraft>;
  /** Our drafts with this marker; more than one when an answer was lost. */
  findDrafts(marker: string): Promise<ProviderDraft[]>;
  /** One request, never retried in here. */
  sendDraft(draft: ProviderDraft): Promise<SentMessage>;
  /** The ids the sent copy really carries. @throws ProviderError `unclear` while it does not show. */
  stamped(sent: SentMessage, marker: string): Promise<MessageIds>;
  /** Reads only. @param since the baseline taken before the draft was made. */
  look(draft: ProviderDraft, since: string): Promise<Look>;
  /** No failure when it is gone already. Refuses to touch what was sent. */
  deleteDraft(draft: { id: string }): Promise<void>;
  /**
   * The message a letter written in this conversation answers: the one that is named, else the newest. Undefined when it
   * is gone or the ids make no sense.
   */
  parentOf(thread: Thread): Promise<Parent | undefined>;
  /**
   * Drafts the mail page may have left of this letter. Where the page names its drafts, those with these ids; where it
   * does not, those that could be one, changed at `since` or later. Whoever deletes one decides on each.
   */
  leftovers(letter: Letter, from: { ids: readonly string[]; since: Date }): Promise<PageDraft[]>;
}
