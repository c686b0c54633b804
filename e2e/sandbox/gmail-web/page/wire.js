import { me } from './session.js';

/**
 * Gmail's own wire format for saving and sending: one XMLHttpRequest of positional arrays. InboxSDK listens in on it,
 * so it must be XHR (looked up at call time: the SDK replaces it), and each slot must be where Gmail has it.
 */

const SAVED = ['^all', '^r', '^r_bt'];
const SENT = ['^all', '^pfg', '^f_bt', '^f_btns', '^f_cl', '^i', '^u'];

let serial = 1;
let turn = Promise.resolve();

/**
 * Saves a draft, or saves and sends it. One after the other, in the order asked for.
 * @param {{permId: string, threadPermId: string, parentPermId: string | null}} ids
 * @param {{to: Person[], cc: Person[], bcc: Person[], subject: string, html: string}} content
 * @param {{isFirst: boolean, isSend: boolean}} how
 * @typedef {{name: string, address: string}} Person
 */
export function post(ids, content, how) {
  const mine = turn.then(() => exchange(request(ids, content, how)));
  turn = mine.catch(() => {});
  return mine;
}

/** Resolves when every post so far has been answered, well or badly. */
export function settled() {
  return turn;
}

function request(ids, content, { isFirst, isSend }) {
  const message = [];
  message[0] = ids.permId;
  message[1] = [1, me.email, me.name];
  message[2] = slots(content.to);
  message[3] = slots(content.cc);
  message[4] = slots(content.bcc);
  message[6] = Date.now();
  message[7] = content.subject;
  message[8] = [null, [[0, content.html]], null, null, null, null, 1];
  message[9] = ids.parentPermId;
  message[10] = isSend ? SENT : SAVED;
  const operation = [];
  if (isFirst) operation[2] = [['', null, Date.now(), ids.threadPermId, [message]]];
  else operation[13] = [message, null, 1];
  const now = Date.now();
  return [
    null,
    [[[serial++, [ids.threadPermId, operation]]]],
    [1, 1, null, null, [null, 0], null, 1],
    [now, 1, now, 0, 1],
    2,
  ];
}

function slots(people) {
  return people.length === 0 ? null : people.map((person) => [1, person.address, person.name]);
}

function exchange(body) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/sync/u/${me.place}/i/s?hl=en&c=1&rt=r&pt=ji`);
    call.setRequestHeader('Content-Type', 'application/json');
    call.onload = () => (call.status === 200 ? resolve(call.responseText) : reject(new SyncError(call.status)));
    call.onerror = () => reject(new SyncError(0));
    call.send(JSON.stringify(body));
  });
}

/** The save did not get through: status 409 when the draft is gone, 0 when nobody answered. */
export class SyncError extends Error {
  constructor(status) {
    super(`sync ${status}`);
    this.status = status;
  }
}
