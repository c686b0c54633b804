import { Dexie, type Table } from 'dexie';
import type { DraftContent, Webmail } from '#shared/draft.js';
import type { EmailStatus, SendEmail } from '#shared/email.js';
import type { Feedback } from '#shared/feedback.js';
import type { DraftId } from '#shared/ids.js';

/** A draft and, in the same row, its outbox: `dirty` while `rev` is ahead of what the API accepted. */
export interface DraftRow {
  id: DraftId;
  /** Grows with every save here. */
  rev: number;
  dirty: 0 | 1;
  content: DraftContent;
  /** The revision and content the API accepted last: what the text was written on. 0 and null before the first. */
  revision: number;
  base: DraftContent | null;
  /** On whose page it is written. It goes to the API as that rep's, and waits here while another is signed in. */
  mailbox: string;
  from: string;
  webmail: Webmail;
  webmailDraftId: string | null;
  /** Set while a send has the draft in hand: it is not pushed then, or it would rise again after it was sent. */
  sendKey: string | null;
  /** Sent or discarded on the mail page: to be deleted at the API, then here. */
  over: 0 | 1;
  problem: string | null;
}

/** The other text of a conflict, kept until the rep has seen it. */
export interface VersionRow {
  id: number;
  draftId: DraftId;
  content: DraftContent;
  at: number;
}

export interface SendRow {
  /** The idempotency key. */
  key: string;
  draftId: DraftId;
  /** Whose send it is: it is asked for while the owner of this mailbox is signed in. */
  mailbox: string;
  /** On whose page it was written; rows of before there were two have none. */
  webmail?: Webmail;
  request: SendEmail;
  createdAt: number;
  /** `prepared`: nothing may leave yet. `waiting`: to be asked until answered. `taken`: the API has it. `over`: nothing more to ask. */
  state: 'prepared' | 'waiting' | 'taken' | 'over';
  /** Requests made. While 0, nothing can have reached the API. */
  tries: number;
  /** The rep took it back before the API answered: cancel as soon as it is known under which id. */
  takenBack: boolean;
  /** In the index, '' until the API has given one. */
  emailId: string;
  status: EmailStatus | null;
  /** By this computer's clock, and never later than the API's own end of the window. */
  undoUntil: number;
  settledAt: number | null;
  trouble: string | null;
  /** The rep has seen how it ended. */
  isPutAway: boolean;
  news: string | null;
}

/** A hunk the rep took. `at` is where it stood, in UTF-16 units. */
export interface AcceptedRow {
  id: string;
  draftId: DraftId;
  suggestionId: string;
  hunkId: string;
  insert: string;
  at: number;
}

export interface MetaRow {
  key: 'cursor' | 'refreshToken' | 'me' | 'lastUser' | 'offline' | 'unseen';
  value: unknown;
}

/** The local database of one rep. Only the background writes it. */
export class Db extends Dexie {
  declare drafts: Table<DraftRow, DraftId>;
  declare versions: Table<VersionRow, number, Omit<VersionRow, 'id'>>;
  declare webmailDrafts: Table<{ webmailDraftId: string; draftId: DraftId }, string>;
  declare sends: Table<SendRow, string>;
  declare accepted: Table<AcceptedRow, string>;
  declare feedback: Table<Feedback, string>;
  declare meta: Table<MetaRow, string>;

  constructor(name = 'lumina') {
    // Strict: a commit is answered once it is on disk. Costs half a millisecond and survives a power cut.
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      drafts: 'id, dirty, over',
      versions: '++id, draftId',
      webmailDrafts: 'webmailDraftId, draftId',
      sends: 'key, draftId, state, emailId',
      accepted: 'id, draftId',
      feedback: 'id',
      meta: 'key',
    });
  }
}
