import { folderOf, readId, type WellKnownFolder } from '../exchange-ids.js';
import type { Message } from '../mailbox.js';
import { badRequest, type Call, GraphError, notFound } from './call.js';

/** The message an id names, by either kind of id; a usual one is good only while the item is in the folder it names. */
export function itemAt(call: Call, id = call.params[0] ?? ''): Message {
  const read = readId(call.mailbox.email, id);
  if (!read || read.kind === 'conversation' || read.kind === 'folder')
    throw badRequest('Id is malformed.', 'ErrorInvalidIdMalformed');
  const message = call.mailbox.message(read.id);
  if (!message || (read.kind === 'usual' && folderOf(message) !== read.folder)) throw notFound();
  return message;
}

/** The folder a path names, by its well-known name or by its id. */
export function folderNamed(call: Call, given: string): WellKnownFolder {
  const known = (['inbox', 'sentitems', 'drafts', 'deleteditems'] as const).find((one) => one === given.toLowerCase());
  if (known) return known;
  const read = readId(call.mailbox.email, given);
  if (read?.kind !== 'folder' || !read.folder) throw badRequest('Id is malformed.', 'ErrorInvalidIdMalformed');
  return read.folder;
}

/** Where the caller says which version it has seen, it must be the one that is here. */
export function mustMatch(call: Call, etag: string): void {
  const wanted = call.headers['if-match'];
  if (wanted !== undefined && wanted !== '*' && wanted !== etag)
    throw new GraphError(
      412,
      'ErrorIrresolvableConflict',
      'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
    );
}
