import { wordsOf } from '../providers/plain-text.js';
import type { Provider } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import { isLeftover } from './leftover.js';
import type { Claim } from './send-row.js';
import type { Act, Known, Saw } from './sending.js';

/** Does the one act at the provider, and says what was seen. A failure is something seen, too; a fault of ours is not. */
export async function perform(provider: Provider, claim: Claim, known: Known, act: Act): Promise<Saw> {
  try {
    return await did(provider, claim, known, act);
  } catch (error) {
    if (error instanceof ProviderError) return { saw: 'failure', act, failure: error.failure };
    throw error;
  }
}

async function did(provider: Provider, claim: Claim, known: Known, act: Act): Promise<Saw> {
  const { letter } = claim;
  switch (act.do) {
    case 'takeBaseline':
      return started(provider, claim);
    case 'createDraft':
      return { saw: 'created', draft: await provider.createDraft(letter, there(claim.mime)) };
    case 'findDrafts':
      return { saw: 'found', drafts: await provider.findDrafts(letter.marker) };
    case 'sendDraft':
      return { saw: 'accepted', sent: await provider.sendDraft(there(known.draft)) };
    case 'look':
      return { saw: 'look', look: await provider.look(there(known.draft), there(known.baseline)) };
    case 'readStamp':
      return { saw: 'stamp', ids: await provider.stamped(there(known.sent), letter.marker) };
    case 'tidy':
      return tidied(provider, claim, known);
    case 'wait':
    case 'rest':
      throw new Error(`nobody can perform "${act.do}"`);
  }
}

/** Where the mailbox stands, and what the letter answers there. */
async function started(provider: Provider, { thread }: Claim): Promise<Saw> {
  const cursor = await provider.baseline();
  if (thread === null) return { saw: 'baseline', cursor, parent: null };
  const parent = await provider.parentOf(thread);
  return parent ? { saw: 'baseline', cursor, parent } : { saw: 'parentGone' };
}

/** How long before the send the page may have saved its draft for the last time. */
const LEFT_WITHIN_MS = 24 * 60 * 60_000;

/** Deletes what must not be sent by hand any more: drafts of ours, and, once it is proved out, the mail page's own. */
async function tidied(provider: Provider, claim: Claim, known: Known): Promise<Saw> {
  const wasSmooth = claim.fence === '1' && known.state === 'sent';
  if (known.draft && known.state !== 'sent') await provider.deleteDraft(known.draft);
  // Accepted is not gone: the pinned draft may show among the drafts until Outlook has taken it on its way.
  for (const draft of wasSmooth ? [] : await provider.findDrafts(claim.letter.marker))
    if (draft.id !== known.draft?.id) await provider.deleteDraft(draft);
  if (known.state === 'sent') {
    const from = { ids: claim.webmailDraftIds, since: new Date(claim.acceptedAt.getTime() - LEFT_WITHIN_MS) };
    for (const left of await provider.leftovers(claim.letter, from))
      if (isLeftover(left, claim.letter, wordsOf(claim.letter.html), claim.acceptedAt))
        await provider.deleteDraft(left);
  }
  // A create whose answer was lost may yet take effect, so for some minutes somebody comes back.
  return { saw: 'tidied', isSure: wasSmooth || known.looks >= 3 };
}

/** The protocol asks for an act only where what it needs is known. */
function there<Value>(value: Value | null): Value {
  if (value === null) throw new Error('the protocol asked for an act it has nothing for');
  return value;
}
