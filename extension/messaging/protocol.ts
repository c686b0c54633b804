import type { DraftContent, Webmail } from '#shared/draft.js';
import type { DraftId } from '#shared/ids.js';
import type { Prospect } from '#shared/prospect.js';
import type { Hunk, PersonalizeInput, RewriteInput, Suggestion } from '#shared/suggestion.js';

/** A save from a mail tab. `rev` grows with every save of a draft, also over reloads, so that a late one cannot win. */
export interface LocalSave {
  draftId: DraftId;
  rev: number;
  content: DraftContent;
  from: string;
  webmail: Webmail;
  webmailDraftId: string | null;
}

export interface SendRequest {
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
  /** The draft a webmail draft belongs to, where we met it before, and whether a send of ours has it in hand. */
  findDraft(ask: { webmailDraftId: string }): { draftId: DraftId; isSending: boolean } | null;
  saveDraft(ask: LocalSave): { rev: number };
  /** The mail page sent or dropped the compose itself: the draft is over. */
  leaveDraft(ask: { draftId: DraftId }): null;
  /** Before the mail page sends a draft that Lumina has in hand: true when ours was stopped, or there is none. */
  yieldSend(ask: { draftId: DraftId }): boolean;

  signIn(ask: { mailbox: string }): null;
  signOut(ask: null): null;
  readStatus(ask: null): { signedInAs: string | null; waiting: number; recent: SendView[] };
  ask(ask: Question): Answered<Suggestion>;
  findProspect(ask: { email: string }): Answered<Prospect | null>;
  giveVerdict(ask: HunkVerdict): null;
  /** Mints the key and stores the whole request. Nothing leaves before `releaseSend`. */
  prepareSend(ask: SendRequest): { key: string };
  releaseSend(ask: { key: string }): null;
  /** Takes a send back. The content is what to reopen. */
  undoSend(ask: { key: string }): Answered<{ draftId: DraftId; content: DraftContent }>;
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
  signIn: 'ownPage',
  signOut: 'ownPage',
  readStatus: 'ownPage',
  ask: 'ownPage',
  findProspect: 'ownPage',
  giveVerdict: 'ownPage',
  prepareSend: 'ownPage',
  releaseSend: 'ownPage',
  undoSend: 'ownPage',
  settleSend: 'ownPage',
  dropVersion: 'ownPage',
};

/** Runtime ports to the background. A mail tab's keeps the change feed awake; a panel's carries `View`s. */
export const ports = { mailTab: 'mailTab', panel: 'panel' } as const;

/** What a panel asks its port to follow. */
export interface Follow {
  draftId: DraftId | null;
  keys: string[];
}

/** What the background tells a panel, whole, each time any of it changed. */
export interface View {
  signedInAs: string | null;
  signedInName: string | null;
  offline: boolean;
  draft: DraftView | null;
  sends: SendView[];
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
  | { name: 'cancelled' }
  | { name: 'refused' }
  | { name: 'failed' }
  | { name: 'bounced' }
  | { name: 'unknown' };
