import { z } from 'zod';
import { account } from '../accounts.js';
import { withFault } from '../fate.js';
import { type Answer, type Ask, json, UnknownRoute } from '../http.js';
import { Mailbox } from '../mailbox.js';
import type { World } from '../world.js';
import { AttachmentItem, attach } from './attachments.js';
import { badRequest, GraphError, notFound } from './call.js';
import { refusal } from './refusal.js';

const MAX_RANGE = 4 * 1024 * 1024;

const Session = z.object({
  id: z.string(),
  account: z.string(),
  messageId: z.string(),
  item: z.string().transform((text) => AttachmentItem.parse(JSON.parse(text))),
  received: z.instanceof(Uint8Array),
  expiresAt: z.number(),
});
type Session = z.infer<typeof Session>;

/** The address an upload session hands out: ranges in their order, no token, since the address is the secret. */
export function uploadSession(world: World, ask: Ask): Promise<Answer> {
  const operation = `uploads.${ask.method.toLowerCase()}`;
  return withFault(
    world,
    operation,
    () => {
      try {
        const session = sessionOf(world, ask);
        world.called(operation, session.account);
        return world.store.transact(() => acted(world, session, ask));
      } catch (error) {
        if (error instanceof GraphError) return error.answer();
        throw error;
      }
    },
    refusal,
  );
}

function acted(world: World, session: Session, ask: Ask): Answer {
  switch (ask.method) {
    case 'GET':
      return json(progress(session, session.received.length));
    case 'DELETE':
      world.store.run('DELETE FROM uploads WHERE id = ?', session.id);
      return { status: 204 };
    case 'PUT':
      return put(world, session, ask);
    default:
      throw new UnknownRoute(`${ask.method} ${ask.url.pathname}`);
  }
}

function put(world: World, session: Session, ask: Ask): Answer {
  // "Do not specify an Authorization request header" (concepts/outlook-large-attachments): what it answers if one does is invented.
  if (ask.headers.authorization !== undefined)
    throw new GraphError(401, 'InvalidAuthenticationToken', 'An upload address takes no Authorization header.');
  const { from, to, size } = rangeOf(ask);
  if (size !== session.item.size) throw badRequest('The size is not that of the session.', 'ErrorInvalidRequest');
  if (ask.body.length !== to - from + 1 || ask.body.length > MAX_RANGE)
    throw badRequest('The range and the bytes differ, or are more than 4 MB.', 'ErrorInvalidRequest');
  if (from !== session.received.length)
    throw new GraphError(416, 'ErrorInvalidRange', `The next range expected begins at ${session.received.length}.`);
  const received = Buffer.concat([session.received, ask.body]);
  if (received.length < size) {
    world.store.run('UPDATE uploads SET received = ? WHERE id = ?', received, session.id);
    return json(progress(session, received.length));
  }
  world.store.run('DELETE FROM uploads WHERE id = ?', session.id);
  return finished(world, session, received, ask);
}

function finished(world: World, session: Session, content: Buffer, ask: Ask): Answer {
  const owner = account(world.store, session.account, 'microsoft');
  const mailbox = new Mailbox(world.store, session.account);
  const message = mailbox.message(session.messageId);
  if (!owner || !message) throw notFound();
  const { name, contentType = 'application/octet-stream', isInline = false, contentId } = session.item;
  attach({ mailbox }, message, { name, contentType, content, isInline, contentId });
  return { status: 201, headers: { location: `${ask.url.origin}/api/gv1.0/Attachments` } };
}

function sessionOf(world: World, ask: Ask): Session {
  const found = world.store.one(
    Session,
    'SELECT id, account, message_id AS messageId, item, received, expires_at AS expiresAt FROM uploads WHERE id = ?',
    ask.url.searchParams.get('authtoken') ?? '',
  );
  if (!found || found.expiresAt < Date.now()) throw notFound();
  return found;
}

function rangeOf(ask: Ask): { from: number; to: number; size: number } {
  const [, from, to, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(ask.headers['content-range'] ?? '') ?? [];
  if (size === undefined) throw badRequest('Content-Range is missing or malformed.', 'ErrorInvalidRequest');
  return { from: Number(from), to: Number(to), size: Number(size) };
}

function progress(session: Session, next: number) {
  return { expirationDateTime: new Date(session.expiresAt).toISOString(), nextExpectedRanges: [String(next)] };
}
