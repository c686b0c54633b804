import { createHash, randomBytes } from 'node:crypto';
import type { Message } from './mailbox.js';

/**
 * Ids in the shapes Exchange uses. An item's usual id names the folder it is in, so it changes with every move; the
 * immutable one does not. Outlook's page says them in plain base64 (data-convid, the id in the address), Graph with `-`
 * for `/` and `_` for `+`, and it refuses the other form.
 */
export type ItemIdKind = 'usual' | 'immutable';

/** Graph's names of the folders that every mailbox has. */
export type WellKnownFolder = 'inbox' | 'sentitems' | 'drafts' | 'deleteditems';

const FOLDERS: WellKnownFolder[] = ['inbox', 'sentitems', 'drafts', 'deleteditems'];

/** The folder a message is in; with Exchange that is always exactly one. */
export function folderOf(message: Pick<Message, 'labels'>): WellKnownFolder {
  if (message.labels.includes('TRASH')) return 'deleteditems';
  if (message.labels.includes('DRAFT')) return 'drafts';
  return message.labels.includes('INBOX') ? 'inbox' : 'sentitems';
}

/** The id of a message as Graph says it. */
export function itemId(mailbox: string, message: Pick<Message, 'id' | 'labels'>, kind: ItemIdKind = 'usual'): string {
  const folder = kind === 'usual' ? FOLDERS.indexOf(folderOf(message)) + 1 : 0;
  return written(kind === 'usual' ? USUAL : IMMUTABLE, mailbox, folder, message.id);
}

/** The id of a conversation as Graph says it. */
export function conversationId(mailbox: string, threadId: string): string {
  return written(CONVERSATION, mailbox, 0, threadId);
}

export function folderId(mailbox: string, folder: WellKnownFolder): string {
  return written(FOLDER, mailbox, FOLDERS.indexOf(folder) + 1, '0');
}

/** What such an id stands for; undefined when it is none of this mailbox. */
export function readId(
  mailbox: string,
  id: string,
): { kind: ItemIdKind | 'conversation' | 'folder'; folder: WellKnownFolder | undefined; id: string } | undefined {
  if (!/^[\w=-]+$/.test(id)) return undefined;
  const bytes = Buffer.from(pageId(id), 'base64');
  const shape = SHAPES.find((one) => bytes.subarray(0, one.head.length).equals(one.head));
  if (!shape || bytes.length !== shape.length) return undefined;
  const at = shape.head.length + shape.owner;
  const folder = bytes[at] ?? 0;
  const inner = bytes.readBigUInt64BE(at + 1).toString(16);
  return written(shape, mailbox, folder, inner) === id
    ? { kind: shape.kind, folder: FOLDERS[folder - 1], id: inner }
    : undefined;
}

/** The same id as Outlook's page says it. */
export function pageId(id: string): string {
  return id.replaceAll('-', '/').replaceAll('_', '+');
}

/** The page's form of an id as Graph says it. */
export function restId(id: string): string {
  return id.replaceAll('/', '-').replaceAll('+', '_');
}

/** The Message-ID Exchange Online gives a mail that brings none. */
export function newExchangeRfcId(): string {
  const server = `${randomBytes(2).toString('hex').toUpperCase()}PR04MB${1000 + (randomBytes(2).readUInt16BE() % 9000)}`;
  const number = randomBytes(15).toString('hex').toUpperCase();
  return `<${server}${number}@${server}.eurprd04.prod.outlook.com>`;
}

interface Shape {
  kind: ItemIdKind | 'conversation' | 'folder';
  head: Buffer;
  /** How many bytes name the mailbox. */
  owner: number;
  length: number;
}

// The first letters and the lengths are those of real ones: AAMkA… of 152 characters, AAkALg… of 68, AAQkA… of 60.
const USUAL: Shape = { kind: 'usual', head: Buffer.from('AAMkAD', 'base64').subarray(0, 4), owner: 42, length: 113 };
const IMMUTABLE: Shape = { kind: 'immutable', head: Buffer.from('AAkALg', 'base64'), owner: 20, length: 51 };
const CONVERSATION: Shape = { kind: 'conversation', head: Buffer.from('AAQkAD', 'base64'), owner: 22, length: 44 };
const FOLDER: Shape = { kind: 'folder', head: Buffer.from('AQMkAD', 'base64'), owner: 42, length: 89 };
const SHAPES = [USUAL, IMMUTABLE, CONVERSATION, FOLDER];

function written(shape: Shape, mailbox: string, folder: number, id: string): string {
  const inner = Buffer.alloc(9);
  inner[0] = folder;
  inner.writeBigUInt64BE(BigInt(`0x${id}`), 1);
  const head = [shape.head, hash(mailbox, shape.owner), inner];
  const rest = shape.length - shape.head.length - shape.owner - inner.length;
  const bytes = Buffer.concat([...head, hash(`${mailbox} ${folder} ${id}`, rest)]);
  return restId(bytes.toString('base64'));
}

function hash(text: string, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(text).digest();
}
