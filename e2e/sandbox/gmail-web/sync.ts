import type { Account } from '../accounts.js';
import { type Composed, composeMail } from '../compose-mail.js';
import { createDraft, draft, sendDraft, updateDraft } from '../drafts.js';
import { type Answer, json } from '../http.js';
import type { Message } from '../mailbox.js';
import { inTurn } from '../page-saves.js';
import type { Person } from '../people.js';
import type { World } from '../world.js';

/**
 * POST /sync/u/N/i/s: how the page saves and sends. Positional JSON arrays, in the shape InboxSDK's own captures of
 * 2019 and 2022 show; slot 9, the message answered, is this stand-in's own.
 */
export async function sync(world: World, owner: Account, body: string): Promise<Answer> {
  const requests = list(at(JSON.parse(body), 1, 0));
  const updates: unknown[] = [];
  for (const request of requests) {
    const asked = readRequest(request);
    const saved = await inTurn(world, () => save(world, owner, asked));
    if (!saved) return json({ error: 'this draft is gone' }, 409);
    updates.push(update(asked, saved));
  }
  return json([[[[1, 0, null, 1]]], [0, null, null, null, null, updates], [[]]]);
}

interface Asked {
  /** 'msg-a:r-…': the page's name, and after the colon the API's name of the draft. */
  permId: string;
  threadPermId: string;
  /** The page believes this is the first save. */
  isFirst: boolean;
  isSend: boolean;
  parentPermId: string;
  composed: Omit<Composed, 'from'>;
}

function readRequest(request: unknown): Asked {
  const [threadPermId, operation] = list(at(request, 1));
  const first = at(operation, 2, 0, 4, 0);
  const message = first ?? at(operation, 13, 0);
  const labels = list(at(message, 10));
  return {
    permId: text(at(message, 0)),
    threadPermId: text(threadPermId),
    isFirst: first !== undefined,
    isSend: labels.includes('^pfg'),
    parentPermId: text(at(message, 9)),
    composed: {
      to: people(at(message, 2)),
      cc: people(at(message, 3)),
      bcc: people(at(message, 4)),
      subject: text(at(message, 7)),
      html: text(at(message, 8, 1, 0, 1)),
    },
  };
}

/** Stores what the compose holds, and sends it when asked; undefined when the draft is gone and the flag says no. */
async function save(world: World, owner: Account, asked: Asked): Promise<Message | undefined> {
  const mailbox = world.mailbox(owner.email);
  const id = asked.permId.replace('msg-a:', '');
  const known = draft(mailbox, id);
  const open = known?.state === 'open' ? known : undefined;
  const isGone = !open && (known !== undefined || !asked.isFirst);
  if (isGone && mailbox.flags.pageSaveAfterGone === 'refused') return undefined;
  const from = { name: owner.name, address: owner.email };
  const raw = await composeMail(
    { from, ...asked.composed },
    {
      parent: mailbox.byPermId(asked.parentPermId),
      before: open && mailbox.message(open.messageId),
      keepsXHeaders: mailbox.flags.pageKeepsXHeaders,
    },
  );
  return mailbox.change(() => {
    const threadId = mailbox.threadByPermId(asked.threadPermId);
    const wanted = { id, threadPermId: asked.threadPermId, ...(threadId === undefined ? {} : { threadId }) };
    const saved = open ? updateDraft(mailbox, open, raw) : createDraft(mailbox, raw, wanted);
    return asked.isSend ? sendDraft(mailbox, saved.draft, 'page') : saved.message;
  });
}

function update(asked: Asked, saved: Message): unknown {
  const message: unknown[] = [];
  message[0] = asked.permId;
  message[10] = asked.isSend ? ['^all', '^f', '^f_bt', '^f_cl', '^i', '^pfg', '^u'] : ['^all', '^r', '^r_bt'];
  message[13] = saved.rfcId;
  message[55] = saved.id;
  const inner: unknown[] = ['', null, saved.at, asked.threadPermId, [message]];
  inner[19] = saved.threadId;
  return [[asked.threadPermId, null, [null, null, null, null, null, null, [inner]]]];
}

function at(value: unknown, ...path: number[]): unknown {
  let here = value;
  for (const step of path) here = Array.isArray(here) ? (here[step] ?? undefined) : undefined;
  return here;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const people = (value: unknown): Person[] =>
  list(value).map((one) => ({ address: text(at(one, 1)), name: text(at(one, 2)) }));
