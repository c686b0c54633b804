import type { StoredDraft } from '../wire.js';
import type { Start } from './compose.js';
import { nodesOf } from './safe-html.js';
import { read } from './session.js';

/** A stored draft as a compose begins with it: signature and quoted mail stand in its HTML. */
export async function startOfDraft(draftId: string): Promise<Start | undefined> {
  const stored = await read<StoredDraft>('draft', { id: draftId });
  return stored ? { ...stored, text: nodesOf(stored.html) } : undefined;
}
