import type { DraftContent, Thread, Webmail } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import type { ProviderName } from '#shared/mailbox.js';
import type { Prospect } from '#shared/prospect.js';
import type { Hunk, PersonalizeInput, RewriteInput, Suggestion } from '#shared/suggestion.js';
import type { PageLook } from './page-check.js';

/** A save from a mail tab. `rev` grows with every save of a draft, also over reloads, so that a late one cannot win. */
export interface LocalSave {
  draftId: DraftId;
  rev: number;
  content: DraftContent;
  /** The mailbox on whose page it is written, in lower case: whose draft it is. `from` may be another address of it. */
  mailbox: string;
  from: string;
  webmail: Webmail;
  webmailDraftId: string | null;
}

/** By the page's own name for its draft; where it has none, by what is like it and in no open compose. */
export interface FindDraft {
  webmailDraftId: string | null;
  text: string;
  like: { mailbox: string; webmail: Webmail; subject: string; to: string[]; conversationId: string | null };
}

export interface SendRequest {
  /** The idempotency key, minted by who asks: asking again with it is safe. */
  key: string;
  mailbox: string;
  /** On whose page it was written. */
  webmail: Webmail;
  draftId: DraftId;
  content: DraftContent;
  from: string;
  undoSeconds: number;
  webmailDraftId: string | null;
}

/** What the rep did with a hunk, and what of it now stands in the text (`at`: where). */
export interface HunkVerdict {
  draftId: DraftId;
  suggestionId: string;
  engine: Suggestion['engine'];
  hunk: Hunk;
  verdict: 'accepted' | 'dismissed';
  at: number;
}

export type Question = { kind: 'rewrite'; input: RewriteInput } | { kind: 'personalize'; input: PersonalizeInput };

/** An answer, or why there is none as a sentence for the rep. */
export type Answered<T> = { ok: true; value: T } | { ok: false; because: string; signedOut: boolean };

/** Everything a page may ask the background. */
export interface Protocol {
  /**
   * The draft a compose continues, where we met it before, what that answers, and whether a send of ours has it in hand.
   * `text` is what the mail page opened it with: where ours is another, it is kept as a version, or the next save would
   * replace it.
   */
  findDraft(ask: FindDraft): { draftId: DraftId; isSending: boolean; thread: Thread | null } | null;
  saveDraft(ask: LocalSave): { rev: number };
  /** The mail page sent or dropped the compose itself: the draft is over. */
  leaveDraft(ask: { draftId: DraftId }): null;
  /** Before the mail page sends a draft that Lumina has in hand: true when ours was stopped, or there is none. */
  yieldSend(ask: { draftId: DraftId }): boolean;
  /** Which parts of the mail page are where Lumina believes them to be. */
  keepPageLook(ask: PageLook): null;

  /**
   * Opens the sign-in of the mail program behind a page. `connect`: the mailbox joins whoever is signed in here, instead of
   * signing in as its owner.
   */
  signIn(ask: { mailbox: string; webmail: Webmail; connect: boolean }): null;
  signOut(ask: null): null;
  readStatus(ask: null): { signedInAs: string | null; waiting: number; recent: SendView[] };
  ask(ask: Question): Answered<Suggestion>;
  findProspect(ask: { email: string }): Answered<Prospect | null>;
  giveVerdict(ask: HunkVerdict): null;
  /**
   * Stores the whole request. Nothing leaves before `releaseSend`. @returns the key of the send: of the one that has this
   * draft in hand already, where there is one.
   */
  prepareSend(ask: SendRequest): { key: string };
  releaseSend(ask: { key: string }): null;
  /** Takes a send back. The content is what to reopen. Not certain: it may have reached the API, which cannot be asked now. */
  undoSend(ask: { key: string }): Answered<{ draftId: DraftId; content: DraftContent; isCertain: boolean }>;
  /** The rep has seen what became of it. */
  putAwaySend(ask: { key: string }): null;
  settleSend(ask: { key: string; as: 'sent' | 'dropped' }): Answered<null>;
  dropVersion(ask: { id: number }): null;
}

export type Ask<Name extends keyof Protocol> = Parameters<Protocol[Name]>[0];
export type Answer<Name extends keyof Protocol> = ReturnType<Protocol[Name]>;
export type Handlers = { [Name in keyof Protocol]: (ask: Ask<Name>) => Promise<Answer<Name>> };

/** Who may ask. A mail tab's content script shares its process with the mail page: it may save, and no more. */
export const askedBy: { readonly [Name in keyof Protocol]: 'mailTab' | 'ownPage' } = {
  findDraft: 'mailTab',
  saveDraft: 'mailTab',
  leaveDraft: 'mailTab',
  yieldSend: 'mailTab',
  keepPageLook: 'mailTab',
  signIn: 'ownPage',
  signOut: 'ownPage',
  readStatus: 'ownPage',
  ask: 'ownPage',
  findProspect: 'ownPage',
  giveVerdict: 'ownPage',
  prepareSend: 'ownPage',
  releaseSend: 'ownPage',
  undoSend: 'ownPage',
  putAwaySend: 'ownPage',
  settleSend: 'ownPage',
  dropVersion: 'ownPage',
};

/** Runtime ports to the background. A mail tab's keeps the change feed awake; a panel's carries `View`s. */
export const ports = { mailTab: 'mailTab', panel: 'panel' } as const;

/** What a mail tab says on its port, now and then: the drafts whose composes are open in it. */
export interface TabSays {
  open: DraftId[];
}

/** What a panel asks its port to follow. */
export interface Follow {
  /** The mailbox whose unfinished sends it shows, also those of a panel before it. */
  mailbox: string;
  draftId: DraftId | null;
  keys: string[];
}

/** What the background tells a panel, whole, each time any of it changed. */
export interface View {
  signedInAs: string | null;
  signedInName: string | null;
  /** The mailboxes of who is signed in, in lower case. */
  mailboxes: string[];
  /** The mail programs these are in. */
  providers: ProviderName[];
  offline: boolean;
  draft: DraftView | null;
  sends: SendView[];
  /** Of these, the ones a rep must see though this panel may not have sent them. */
  open: string[];
}

export interface DraftView {
  draftId: DraftId;
  /** The revision the API accepted last, 0 before the first. */
  revision: number;
  saved: 'here' | 'api';
  problem: string | null;
  versions: { id: number; content: DraftContent; at: number }[];
}

export interface SendView {
  key: string;
  draftId: DraftId;
  webmail: Webmail;
  to: string;
  subject: string;
  at: SendStage;
  /** A sentence for the rep where something is wrong. */
  trouble: string | null;
  news: string | null;
}

export type SendStage =
  | { name: 'waiting'; tried: boolean }
  | { name: 'undoable'; until: number; undoMs: number }
  | { name: 'sent'; at: number }
  | { name: 'takingBack' }
  | { name: 'cancelled' }
  | { name: 'refused' }
  | { name: 'failed' }
  | { name: 'bounced' }
  | { name: 'unknown' };
