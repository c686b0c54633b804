import { z } from 'zod';
import { folderOf, type WellKnownFolder } from '../exchange-ids.js';
import { historyPosition, visibleHistory } from '../history.js';
import { type Answer, json } from '../http.js';
import type { Message } from '../mailbox.js';
import { changeIn, netChanges } from '../net-changes.js';
import { badRequest, type Call, GraphError, preference, type Route } from './call.js';
import { readFilter } from './filter.js';
import { folderNamed } from './items.js';
import { idOf, messageView } from './message-view.js';

export const deltaRoutes: Route[] = [
  {
    operation: 'messages.delta',
    method: 'GET',
    path: 'me/mailFolders/{}/messages/delta',
    needs: 'Mail.Read',
    handle: delta,
  },
];

/** What the links carry: the first request's wishes, from where this round reads, and how far it has come. */
const State = z.object({
  /** History from here on; undefined while the first round tells everything there is. */
  since: z.number().optional(),
  /** Where the next round begins. */
  until: z.number(),
  skip: z.number(),
  select: z.string().optional(),
  filter: z.string().optional(),
  changeType: z.enum(['created', 'updated', 'deleted']).optional(),
});
type State = z.infer<typeof State>;

const KNOWN = new Set(['$select', '$filter', '$orderby', '$top', 'changeType']);

/** GET …/messages/delta: everything in the folder, page by page, and from then on what has changed. */
function delta(call: Call): Answer {
  const folder = folderNamed(call, call.params[0] ?? '');
  const token = call.query.get('$deltatoken') ?? call.query.get('$skiptoken');
  const state = token === null ? first(call) : read(call, token);
  const items = state.since === undefined ? everything(call, folder, state) : changes(call, folder, state, state.since);
  const size = Number(preference(call.headers, 'odata.maxpagesize') ?? call.query.get('$top') ?? 10);
  const page = items.slice(state.skip, state.skip + size);
  const isLast = state.skip + size >= items.length;
  const next: State = isLast
    ? { ...state, since: state.until, until: 0, skip: 0 }
    : { ...state, skip: state.skip + size };
  const link = `${call.base}/me/mailFolders('${folder}')/messages/delta?${isLast ? '$deltatoken' : '$skiptoken'}=${write(next)}`;
  return json({
    '@odata.context': `${call.base}/$metadata#Collection(message)`,
    value: page,
    [isLast ? '@odata.deltaLink' : '@odata.nextLink']: link,
  });
}

function first(call: Call): State {
  const { query, mailbox } = call;
  const strange = [...query.keys()].find((name) => !KNOWN.has(name));
  if (strange) throw badRequest(`The sandbox does not know delta with ${strange}`, 'RequestBroker--ParseUri');
  const filter = query.get('$filter') ?? undefined;
  if (filter !== undefined && !/^receivedDateTime (ge|gt) \S+$/.test(filter))
    throw badRequest('Delta takes only a $filter of receivedDateTime, ge or gt.', 'ErrorInvalidUrlQueryFilter');
  if (!['receivedDateTime desc', null].includes(query.get('$orderby')))
    throw badRequest('Delta takes only $orderby=receivedDateTime desc.', 'RequestBroker--ParseUri');
  const changeType = State.shape.changeType.safeParse(query.get('changeType') ?? undefined);
  if (!changeType.success) throw badRequest('changeType is created, updated or deleted.');
  const { floor } = historyPosition(mailbox.store, mailbox.email);
  return {
    until: seen(call, floor).cursor,
    skip: 0,
    select: query.get('$select') ?? undefined,
    filter,
    changeType: changeType.data,
  };
}

function read(call: Call, token: string): State {
  const state = State.safeParse(jsonOf(token));
  if (!state.success) throw new GraphError(410, 'syncStateInvalid', 'The sync state is invalid.');
  if (state.data.since === undefined) return state.data;
  const { floor } = historyPosition(call.mailbox.store, call.mailbox.email);
  if (state.data.since < floor)
    throw new GraphError(
      410,
      'syncStateNotFound',
      'The sync state generation is not found; synchronise again from the beginning.',
    );
  // A new round reads up to now; one that is under way keeps to where it set out for.
  return state.data.until === 0 ? { ...state.data, until: seen(call, state.data.since).cursor } : state.data;
}

function everything(call: Call, folder: WellKnownFolder, state: State): object[] {
  return call.mailbox
    .messages()
    .filter((message) => folderOf(message) === folder && passes(call, state, message))
    .map((message) => messageView(selecting(call, state), message));
}

function changes(call: Call, folder: WellKnownFolder, state: State, since: number): object[] {
  const { mailbox, idKind } = call;
  const records = seen(call, since).records.filter((record) => record.id <= state.until);
  return netChanges(records).flatMap((change): object[] => {
    const kind = changeIn(folder, change);
    if (!kind || (state.changeType ?? kind) !== kind) return [];
    if (kind === 'deleted') {
      const id = idOf(mailbox, { id: change.messageId, labels: change.before ?? [] }, idKind);
      return [
        { '@odata.type': '#microsoft.graph.message', id, '@removed': { reason: change.after ? 'changed' : 'deleted' } },
      ];
    }
    const message = mailbox.message(change.messageId);
    // What has gone or moved on meanwhile is told by the round that reads so far.
    if (!message || folderOf(message) !== folder || !passes(call, state, message)) return [];
    return [messageView(selecting(call, state), message)];
  });
}

/** History may show late; its cursor then stays before what is hidden. */
function seen({ mailbox }: Call, since: number) {
  const flags = { ...mailbox.flags, historyLagCursor: 'visible' as const };
  return visibleHistory(mailbox.store, mailbox.email, since, flags, Date.now());
}

function passes({ mailbox }: Call, state: State, message: Message): boolean {
  return readFilter(state.filter ?? null).every((one) => one.holds(mailbox, message));
}

/** The $select of the first request counts for all that follow. */
function selecting(call: Call, { select }: State): Call {
  return { ...call, query: new URLSearchParams(select === undefined ? {} : { $select: select }) };
}

function write(state: State): string {
  return Buffer.from(JSON.stringify(state)).toString('base64url');
}

function jsonOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}
