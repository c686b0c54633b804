import type { DraftContent, Webmail } from '#shared/draft.js';
import type { Glow } from '#shared/glow.js';
import type { DraftId } from '#shared/ids.js';
import type { Replacement, Unsendable, WriteResult } from '../webmail/webmail.js';

/** A compose as the panel knows it. */
export interface ComposeState {
  key: string;
  draftId: DraftId;
  content: DraftContent;
  from: string;
  unsendable: Unsendable | null;
}

export type GlowName = Glow['name'];

/** What the ring shows. `strength` is the confidence, 0 to 1. */
export interface RingState {
  glow: GlowName;
  word: string;
  count: number;
  strength: number;
}

/** What a panel may ask its mail tab. */
export interface Desk {
  replace(ask: { key: string; change: Replacement }): WriteResult;
  /** Tells at once, by an `edited` before the answer, what was typed and would be told in a moment. */
  settle(ask: { key: string }): null;
  /**
   * The final text, saved, and the mail page's own draft id where one is known in time. `taken`: the mail page has sent or
   * discarded it, or is about to.
   */
  finish(ask: { key: string }): { compose: ComposeState; webmailDraftId: string | null } | 'taken';
  /**
   * Closes the compose before its send begins. `open`: it stays open, and the mail page's Send waits for ours. `taken`: the
   * rep has sent or discarded it on the mail page meanwhile, and ours must not go out.
   */
  letGo(ask: { key: string }): 'closed' | 'open' | 'taken';
  /** The text of a compose that stayed open has been sent: it says so on the page, where the rep would send it again. */
  markSent(ask: { key: string }): null;
  /** Opens a text again. @returns the addresses the mail page did not take over. */
  reopen(ask: { draftId: DraftId; content: DraftContent }): string[];
  showRing(ask: { key: string; ring: RingState }): null;
  /** The panel's height, whether it is a slip on its own, and whether it wants to be seen at all. */
  fit(ask: { height: number; docked: boolean; wanted: boolean }): null;
  leave(ask: null): null;
}

/** What a mail tab tells its panel. */
export type DeskNews =
  | { type: 'account'; mailbox: string; webmail: Webmail }
  | { type: 'focused'; compose: ComposeState | null }
  | { type: 'edited'; compose: ComposeState }
  | { type: 'closed'; key: string }
  | { type: 'opened' }
  | { type: 'pressed'; what: 'accept' | 'skip' | 'next' };

export type DeskRequest = { id: number; name: keyof Desk; ask: unknown };
export type DeskReply = { id: number; answer: unknown } | { id: number; error: string };
/** The port from a panel to its own tab. It does not pass through the background, which may be asleep. */
export const deskPort = 'desk';
