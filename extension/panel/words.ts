import type { Glow } from '#shared/glow.js';
import { mailPrograms } from '#shared/mail-programs.js';
import type { RingState } from '../messaging/desk-link.js';
import type { SendView, View } from '../messaging/protocol.js';

/** What the ring and the panel say of the same state: one wording for both. */
export function ringOf(glow: Glow): RingState {
  const plain = { count: 0, strength: 1 };
  switch (glow.name) {
    case 'Idle':
      return { glow: 'Idle', word: 'Lumina', ...plain };
    case 'Thinking':
      return { glow: 'Thinking', word: 'Reading your draft…', ...plain };
    case 'SuggestionReady': {
      const count = glow.suggestion.hunks.length;
      const word = count === 1 ? '1 suggestion' : `${count} suggestions`;
      return { glow: 'SuggestionReady', word, count, strength: glow.suggestion.confidence };
    }
    case 'Stale':
      return { glow: 'Stale', word: 'Out of date: you changed this part', ...plain };
    case 'Applied':
      return { glow: 'Applied', word: 'Applied', ...plain };
  }
}

export function confidenceWord(confidence: number): string {
  if (confidence >= 0.8) return 'Likely a good change';
  if (confidence >= 0.55) return 'Worth a look';
  return 'Only a thought';
}

/** The draft's state in a word or two, and in a sentence for those who ask. */
export function draftStatus(view: View | null, isSignedIn: boolean): { word: string; title: string } {
  if (!view) return { word: '', title: '' };
  const { draft } = view;
  if (draft && draft.versions.length > 0)
    return {
      word: 'Kept another version',
      title: 'This draft was changed elsewhere too. Nothing is lost: both are kept.',
    };
  if (draft?.problem) return { word: 'Saved here', title: draft.problem };
  if (!isSignedIn) return { word: 'Not signed in', title: 'Your drafts are kept on this computer.' };
  if (view.offline && draft?.saved !== 'api')
    return { word: 'Offline', title: 'Offline. Your text is safe on this computer and will sync by itself.' };
  if (!draft) return { word: 'Nothing to save yet', title: '' };
  return draft.saved === 'api'
    ? { word: 'Saved', title: 'On this computer and in your Lumina account.' }
    : { word: 'Saved here', title: 'On this computer; your account follows in a moment.' };
}

const time = (at: number) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

export interface SlipWords {
  text: string;
  /** What can still be done about it. */
  can: 'undo' | 'openAgain' | 'settle' | null;
  tone: 'plain' | 'good' | 'bad';
}

/** One line for where a send stands. `now` by this computer's clock. */
export function slipWords({ at, trouble, news, webmail }: SendView, now: number): SlipWords {
  const mailProgram = mailPrograms[webmail].title;
  switch (at.name) {
    case 'waiting':
      return at.tried || trouble
        ? { text: `Not sent yet: ${trouble ?? 'waiting for the connection'}`, can: 'openAgain', tone: 'plain' }
        : { text: 'Sending…', can: 'undo', tone: 'plain' };
    case 'undoable': {
      const seconds = Math.ceil((at.until - now) / 1000);
      if (seconds > 0) return { text: `Sending in ${seconds} s`, can: 'undo', tone: 'plain' };
      return { text: trouble ? `Not sent yet: ${trouble}` : 'Sending…', can: null, tone: 'plain' };
    }
    case 'sent':
      return { text: news ?? `Sent ${time(at.at)} · ${mailProgram} accepted it`, can: null, tone: 'good' };
    case 'takingBack':
      return { text: 'Taking it back as soon as the connection is there', can: null, tone: 'plain' };
    case 'cancelled':
      return {
        text: `Taken back. ${news ?? 'Lumina sent nothing.'}`,
        can: news ? null : 'openAgain',
        tone: 'plain',
      };
    case 'refused':
      return { text: `Not sent: ${trouble ?? 'it was refused.'}`, can: 'openAgain', tone: 'bad' };
    case 'failed':
      return { text: `Not sent: ${trouble ?? `${mailProgram} did not take it.`}`, can: 'openAgain', tone: 'bad' };
    case 'bounced':
      return { text: trouble ?? 'It came back: the address did not take it.', can: null, tone: 'bad' };
    case 'unknown':
      return { text: "We can't prove whether this left. Look in Sent, then tell us.", can: 'settle', tone: 'bad' };
  }
}
