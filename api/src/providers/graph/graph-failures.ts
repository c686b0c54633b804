import type { ProviderFailure } from '../provider-error.js';

/** What came back instead of an answer, taken apart at the door. All undefined: nothing came back at all. */
export interface GraphRefusal {
  status?: number | undefined;
  /** `error.code`; Exchange's begin with `Error`. */
  code?: string | undefined;
  retryAfter?: string | undefined;
}

/** Of these Exchange says that the mail itself, or its sender, cannot be sent: asking again would not help. */
const sentences: Record<string, string> = {
  ErrorQuotaExceeded:
    'Your mailbox is full, and Outlook sends nothing then. Nothing was sent; make room and send it again.',
  ErrorMessageSizeExceeded:
    'This mail is too large for Outlook. Nothing was sent; take an attachment out and send it again.',
  ErrorInvalidRecipients: 'Outlook does not take one of the recipients. Nothing was sent; look at the addresses.',
  ErrorExceededMessageLimit:
    "Outlook's daily sending limit of this mailbox is used up. Nothing was sent; try again tomorrow.",
  ErrorSendAsDenied: 'Outlook does not let you send from this address. Nothing was sent.',
  ErrorAccountSuspend:
    'Microsoft has paused sending from this mailbox. Nothing was sent; look into your inbox for the way out.',
  MailboxNotEnabledForRESTAPI:
    'This mailbox is not one other programs may use. Nothing was sent; ask your Microsoft administrator.',
};

/** The place a delta link stood for is lost (Graph: "synchronization reset", as 410 or with a code of its own). */
const EXPIRED = new Set(['syncstatenotfound', 'syncstateinvalid', 'resyncrequired']);

/**
 * What a refusal means for what was asked. `once` marks the request to send. For it only what names a reason in the mail
 * or its sender is a no: after a 404 or 409 the draft may just have left, and answers of 5xx came although the mail went
 * out (reported with 504, Microsoft Q&A 2286986).
 */
export function graphFailure(
  refusal: GraphRefusal,
  { once = false, now }: { once?: boolean; now: Date },
): ProviderFailure {
  const { status, code = '' } = refusal;
  if (status === undefined) return { kind: 'unclear' };
  if (status === 401) return { kind: 'signedOut' };
  if (status === 429) return { kind: 'busy', retryAfterMs: retryAfterMs(refusal, now) };
  if (status === 410 || EXPIRED.has(code.toLowerCase())) return { kind: once ? 'unclear' : 'cursorExpired' };
  if (status < 400 || status >= 500 || PASSING.has(status)) return { kind: 'unclear' };
  const reason = sentences[code];
  if (reason !== undefined) return { kind: 'refused', reason };
  if (once && (status === 400 || status === 404)) return { kind: 'unclear' };
  if (status === 403 && LOCKED_OUT.has(code)) return { kind: 'signedOut' };
  return { kind: 'refused', reason: `Outlook refused this mail (${status}${code && ` ${code}`}). Nothing was sent.` };
}

/** Timeouts, and somebody else changing the same item at this moment. */
const PASSING = new Set([408, 409, 412, 423]);

/** Codes of a 403 that say what was consented to is not, or no longer, enough. */
const LOCKED_OUT = new Set(['ErrorAccessDenied', 'AccessDenied', 'Authorization_RequestDenied']);

const SECOND = 1_000;

/** In seconds, as Graph documents it, or a date, as HTTP allows. At least a second. */
function retryAfterMs({ retryAfter }: GraphRefusal, now: Date): number {
  const seconds = Number(retryAfter);
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter ?? '') - now.getTime() : seconds * SECOND;
  return Number.isFinite(ms) ? Math.max(ms, SECOND) : 10 * SECOND;
}
