import { z } from 'zod';
import { account, type Provider } from './accounts.js';
import { newExchangeRfcId } from './exchange-ids.js';
import { type Flags, readFlags } from './flags.js';
import { appendHistory, type HistoryRecord, historyPosition } from './history.js';
import { field, idsIn, withFields } from './letter.js';
import { newMessageId, newRfcId, permId } from './mail-ids.js';
import type { Store } from './store.js';
import { notifyOfChange } from './subscriptions.js';
import { publishChange } from './watches.js';

export const Message = z.object({
  id: z.string(),
  threadId: z.string(),
  /** How the page names it: msg-f:… for what arrived, msg-a:r-… for what began as a draft there. */
  permId: z.string(),
  raw: z.instanceof(Uint8Array),
  labels: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  rfcId: z.string(),
  /** Gmail's internalDate. */
  at: z.number(),
  /** When the mailbox learned of it; what the lag flags count from. */
  storedAt: z.number(),
  modifiedAt: z.number(),
  historyId: z.number(),
});
export type Message = z.infer<typeof Message>;

const COLUMNS =
  'id, thread_id AS threadId, perm_id AS permId, raw, labels, rfc_id AS rfcId, at, stored_at AS storedAt, modified_at AS modifiedAt, history_id AS historyId';

interface Arriving {
  labels: string[];
  threadId: string;
  id?: string;
  permId?: string;
  at?: number;
  /** Since when the mailbox has it, where it takes the place of an earlier one. */
  storedAt?: number;
}

/** One rep's mail: messages, labels, threads. The page, the REST API and the prospects all go through it. */
export class Mailbox {
  readonly store: Store;
  readonly email: string;
  private changing = false;

  constructor(store: Store, email: string) {
    this.store = store;
    this.email = email;
  }

  get provider(): Provider {
    return account(this.store, this.email)?.provider ?? 'google';
  }

  /** The Message-ID this mailbox's provider gives a mail that has none. */
  newRfcId(): string {
    return this.provider === 'google' ? newRfcId() : newExchangeRfcId();
  }

  get flags(): Flags {
    return readFlags(this.store);
  }

  historyId(): number {
    return historyPosition(this.store, this.email).historyId;
  }

  message(id: string): Message | undefined {
    return this.store.one(Message, `SELECT ${COLUMNS} FROM messages WHERE account = ? AND id = ?`, this.email, id);
  }

  /** How many messages carry all these labels. */
  count(labels: string[]): number {
    const carries = labels.map(() => 'AND instr(labels, ?) > 0').join(' ');
    const sql = `SELECT count(*) AS count FROM messages WHERE account = ? ${carries}`;
    const row = this.store.one(
      z.object({ count: z.number() }),
      sql,
      this.email,
      ...labels.map((label) => JSON.stringify(label)),
    );
    return row?.count ?? 0;
  }

  /** Newest first; with labels, only those that carry all of them. */
  messages(labels: string[] = [], limit = -1): Message[] {
    const carries = labels.map(() => 'AND instr(labels, ?) > 0').join(' ');
    return this.store.all(
      Message,
      `SELECT ${COLUMNS} FROM messages WHERE account = ? ${carries} ORDER BY at DESC, id DESC LIMIT ?`,
      this.email,
      ...labels.map((label) => JSON.stringify(label)),
      limit,
    );
  }

  /** Oldest first. */
  thread(id: string): Message[] {
    return this.store.all(
      Message,
      `SELECT ${COLUMNS} FROM messages WHERE account = ? AND thread_id = ? ORDER BY at, id`,
      this.email,
      id,
    );
  }

  /** Runs `work` as one change: all or nothing, and one push for those who watch. */
  change<T>(work: () => T): T {
    if (this.changing) return work();
    this.changing = true;
    try {
      return this.store.transact(() => {
        const before = this.historyId();
        const result = work();
        const tell = this.provider === 'google' ? publishChange : notifyOfChange;
        tell(this.store, this.email, before, this.flags.pushDelayMs);
        return result;
      });
    } finally {
      this.changing = false;
    }
  }

  /** Puts a message in, with its history record. */
  add(raw: Uint8Array, arriving: Arriving): Message {
    return this.change(() => {
      const id = arriving.id ?? newMessageId();
      const historyId = this.record('messageAdded', { id, threadId: arriving.threadId, labels: arriving.labels }, []);
      this.store.run(
        `INSERT INTO messages (account, id, thread_id, perm_id, raw, labels, rfc_id, at, stored_at, modified_at, history_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        this.email,
        id,
        arriving.threadId,
        arriving.permId ?? permId('msg', id),
        raw,
        JSON.stringify(arriving.labels),
        field(raw, 'Message-ID') ?? '',
        arriving.at ?? Date.now(),
        arriving.storedAt ?? Date.now(),
        Date.now(),
        historyId,
      );
      return this.must(id);
    });
  }

  /** A mail arrives from outside: into the inbox, unread, in the thread its References name. */
  receive(raw: Uint8Array, at?: number): Message {
    const stamped = field(raw, 'Message-ID') ? Buffer.from(raw) : withFields(raw, { 'Message-ID': this.newRfcId() });
    return this.change(() => {
      const threadId = this.threadOf(stamped) ?? this.newThread();
      return this.add(stamped, { labels: ['UNREAD', 'INBOX'], threadId, ...(at === undefined ? {} : { at }) });
    });
  }

  /** Gives and takes labels; no record when nothing changes. */
  relabel(id: string, add: string[], remove: string[]): Message {
    return this.change(() => {
      const message = this.must(id);
      const added = add.filter((label) => !message.labels.includes(label));
      const removed = remove.filter((label) => message.labels.includes(label));
      const labels = [...message.labels.filter((label) => !removed.includes(label)), ...added];
      if (added.length > 0) this.record('labelAdded', { ...message, labels }, added);
      if (removed.length > 0) this.record('labelRemoved', { ...message, labels }, removed);
      this.store.run(
        'UPDATE messages SET labels = ?, history_id = ?, modified_at = ? WHERE account = ? AND id = ?',
        JSON.stringify(labels),
        this.historyId(),
        Date.now(),
        this.email,
        id,
      );
      return this.must(id);
    });
  }

  /** Takes a message out for good. */
  remove(id: string): void {
    this.change(() => {
      const message = this.must(id);
      this.record('messageDeleted', message, []);
      this.store.run('DELETE FROM messages WHERE account = ? AND id = ?', this.email, id);
    });
  }

  threadCount(): number {
    const sql = 'SELECT count(DISTINCT thread_id) AS count FROM messages WHERE account = ?';
    return this.store.one(z.object({ count: z.number() }), sql, this.email)?.count ?? 0;
  }

  /** A fresh thread; `perm` is the page's name for it where the page made it. */
  newThread(perm?: string): string {
    const id = newMessageId();
    this.store.run(
      'INSERT INTO threads (account, id, perm_id) VALUES (?, ?, ?)',
      this.email,
      id,
      perm ?? permId('thread', id),
    );
    return id;
  }

  threadPermId(id: string): string {
    const row = this.store.one(
      z.object({ perm: z.string() }),
      'SELECT perm_id AS perm FROM threads WHERE account = ? AND id = ?',
      this.email,
      id,
    );
    return row?.perm ?? permId('thread', id);
  }

  threadByPermId(perm: string): string | undefined {
    return this.store.one(
      z.object({ id: z.string() }),
      'SELECT id FROM threads WHERE account = ? AND perm_id = ?',
      this.email,
      perm,
    )?.id;
  }

  /** The thread that holds a message this mail answers, by In-Reply-To and References. */
  threadOf(raw: Uint8Array): string | undefined {
    for (const id of [...idsIn(raw, 'In-Reply-To'), ...idsIn(raw, 'References').reverse()]) {
      const parent = this.byRfcId(id);
      if (parent) return parent.threadId;
    }
    return undefined;
  }

  byRfcId(rfcId: string): Message | undefined {
    return this.store.one(
      Message,
      `SELECT ${COLUMNS} FROM messages WHERE account = ? AND rfc_id = ?`,
      this.email,
      rfcId,
    );
  }

  byPermId(perm: string): Message | undefined {
    return this.store.one(
      Message,
      `SELECT ${COLUMNS} FROM messages WHERE account = ? AND perm_id = ?`,
      this.email,
      perm,
    );
  }

  private record(
    kind: HistoryRecord['kind'],
    message: { id: string; threadId: string; labels: string[] },
    changed: string[],
  ): number {
    return appendHistory(this.store, this.email, {
      kind,
      messageId: message.id,
      threadId: message.threadId,
      labels: message.labels,
      changed,
    });
  }

  private must(id: string): Message {
    const message = this.message(id);
    if (!message) throw new Error(`no message ${id} in ${this.email}`);
    return message;
  }
}
