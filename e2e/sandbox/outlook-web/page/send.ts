import type { Ways } from '../wire.js';
import type { Compose } from './compose.js';
import { ask, offer } from './dialogs.js';
import { read, tell } from './session.js';
import { words } from './words.js';

/** How long a compose stays where the flag makes it slow to go. */
const SLOW_MS = 4000;

const underWay = new WeakSet<Compose>();

/** Sends what a compose holds, or says why not. */
export async function sendCompose(compose: Compose): Promise<void> {
  if (underWay.has(compose)) return;
  underWay.add(compose);
  try {
    await attempt(compose);
  } finally {
    underWay.delete(compose);
  }
}

async function attempt(compose: Compose): Promise<void> {
  const within = compose.place.document;
  compose.commit();
  const { to, cc, bcc, subject } = compose.content();
  if (to.length + cc.length + bcc.length === 0) {
    compose.complain(words.noRecipient);
    compose.focusRecipients();
    return;
  }
  const isSure =
    subject.trim() !== '' ||
    (await ask({ kind: 'no-subject', text: words.noSubjectQuestion, yes: words.send, no: words.dontSend }, within));
  if (!isSure) return;
  const ways = await read<Ways>('ways');
  if (ways?.send === 'blocked') {
    await ask({ kind: 'blocked', text: words.blocked, no: words.close }, within);
    return;
  }
  const isSlow = ways?.send === 'slow';
  if (!isSlow) compose.leave();
  if (ways && ways.undoSendMs > 0 && (await offer(words.sending, words.undo, ways.undoSendMs, within))) {
    compose.comeBack();
    return;
  }
  compose.store.end();
  try {
    await compose.store.after(() => tell('send', compose.content()));
  } catch {
    compose.store.begin();
    if (!isSlow) compose.comeBack();
    compose.complain(words.notSent);
    return;
  }
  if (isSlow) await new Promise((done) => setTimeout(done, SLOW_MS));
  compose.end();
}
