import { folderOf, type WellKnownFolder } from './exchange-ids.js';
import type { HistoryRecord } from './history.js';

/** What several records of history add up to for one message: its labels before the first and after the last. */
export interface NetChange {
  messageId: string;
  before: string[] | undefined;
  after: string[] | undefined;
}

/** In the order of each message's last record. */
export function netChanges(records: HistoryRecord[]): NetChange[] {
  const byMessage = Map.groupBy(records, ({ messageId }) => messageId);
  const inOrder = new Set(records.map(({ messageId }) => messageId).reverse());
  return [...inOrder].reverse().map((messageId) => {
    const own = byMessage.get(messageId) ?? [];
    const last = own.at(-1);
    const after = last?.kind === 'messageDeleted' ? undefined : last?.labels;
    return { messageId, before: own.reduceRight(undone, after), after };
  });
}

/** What a change is to who looks at one folder, or at the whole mailbox; undefined when it is nothing to them. */
export function changeIn(
  folder: WellKnownFolder | undefined,
  { before, after }: NetChange,
): 'created' | 'updated' | 'deleted' | undefined {
  const isIn = (labels: string[] | undefined) =>
    labels !== undefined && (folder === undefined || folderOf({ labels }) === folder);
  if (isIn(after)) return isIn(before) ? 'updated' : 'created';
  return isIn(before) ? 'deleted' : undefined;
}

/** The labels before a record, from those after it. */
function undone(after: string[] | undefined, { kind, labels, changed }: HistoryRecord): string[] | undefined {
  switch (kind) {
    case 'messageAdded':
      return undefined;
    case 'messageDeleted':
      return labels;
    case 'labelAdded':
      return after?.filter((label) => !changed.includes(label));
    case 'labelRemoved':
      return after && [...after, ...changed];
  }
}
