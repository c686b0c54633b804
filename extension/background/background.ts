import { liveQuery } from 'dexie';
import browser, { type Runtime } from 'webextension-polyfill';
import { linkMailbox, readMe } from '#shared/api.js';
import type { DraftId } from '#shared/ids.js';
import { deskPort } from '../messaging/desk-link.js';
import { journalPrefix } from '../messaging/journal.js';
import { isOwnPage } from '../messaging/own-page.js';
import { type Follow, ports, type TabSays } from '../messaging/protocol.js';
import { serve } from '../messaging/serve.js';
import { createApi, readApiUrl } from './api.js';
import { askEngine, findProspect, keepVerdict } from './ask.js';
import { Db } from './db.js';
import { findDraft } from './find-draft.js';
import { becomes, becomesNobody, whoIs } from './identity.js';
import { drainJournal } from './journal.js';
import { keepLook } from './page-check.js';
import { LocalSave, leave, saveHere } from './save.js';
import { drainSends, forgetOldSends, prepareSend, releaseForgotten, releaseSend } from './send.js';
import { Session } from './session.js';
import { type SendParts, settleSend } from './settle-send.js';
import { readStatus } from './status.js';
import { follow } from './sync/pull.js';
import { createPush } from './sync/push.js';
import { createRhythm } from './sync/rhythm.js';
import { undoSend, yieldSend } from './take-back.js';
import { watchView } from './view.js';

/**
 * The one writer of the local database. Chrome stops this worker when it likes: everything that matters lies in rows,
 * every listener is registered at once, and `catchUp` finds whatever was left.
 */
export function startBackground(): void {
  const db = new Db();
  const session = new Session(db, readApiUrl);
  const call = createApi(session, readApiUrl);
  const now = () => Date.now();
  const reached = async (yes: boolean) => {
    if (((await db.meta.get('offline'))?.value === true) === yes) await db.meta.put({ key: 'offline', value: !yes });
  };
  const sending: SendParts = { db, call, now, reached };
  const push = createPush({ db, call, now, reached });
  const rhythm = createRhythm(async () => {
    if (!(await whoIs(db)) && (await session.isSignedIn())) await becomes(db, await call(readMe, {})); // a sign-in whose end was cut short
    await releaseForgotten(sending);
    const sendsLeft = await drainSends(sending);
    const draftsLeft = await push();
    if (!(await session.isSignedIn())) await becomesNobody(db);
    return draftsLeft || sendsLeft;
  });

  serve({
    findDraft: async (ask) => {
      await drainJournal(db); // what the tab before this one left behind may be just what is looked for
      return await findDraft(db, ask, (id) => [...mailTabs.values()].some((open) => open.includes(id)), now());
    },
    saveDraft: async (save) => {
      const saved = await saveHere(db, LocalSave.parse(save));
      rhythm.soon();
      return saved;
    },
    leaveDraft: async ({ draftId }) => {
      await leave(db, draftId);
      rhythm.now();
      return null;
    },
    yieldSend: ({ draftId }) => yieldSend(sending, draftId),
    keepPageLook: async (look) => {
      await keepLook(look, now());
      return null;
    },
    signIn: async ({ mailbox, webmail, connect }) => {
      const joins = connect && (await session.isSignedIn());
      if (!joins) await becomesNobody(db); // until it is known who comes, nothing goes to the API as anybody's
      const linkFor = async (challenge: string) => (await call(linkMailbox, { body: { challenge } })).link;
      await session.begin({ mailbox, webmail, linkFor: joins ? linkFor : null });
      return null;
    },
    signOut: async () => {
      await session.signOut();
      await becomesNobody(db);
      return null;
    },
    readStatus: async () => {
      await db.meta.delete('unseen');
      return await readStatus(db);
    },
    ask: (question) => answered(askEngine(call, question)),
    findProspect: ({ email }) => answered(findProspect(call, email)),
    giveVerdict: async (given) => {
      await keepVerdict(db, given, crypto.randomUUID(), new Date());
      rhythm.soon();
      return null;
    },
    prepareSend: async (ask) => {
      const prepared = await prepareSend(sending, ask);
      rhythm.soon(); // should the panel be gone before it says go
      return prepared;
    },
    releaseSend: async ({ key }) => {
      await releaseSend(sending, key);
      rhythm.now();
      return null;
    },
    undoSend: async ({ key }) => {
      const undone = await undoSend(sending, key);
      rhythm.soon();
      return undone;
    },
    putAwaySend: async ({ key }) => {
      await db.sends.update(key, { isPutAway: true });
      return null;
    },
    settleSend: ({ key, as }) => settleSend(sending, key, as),
    dropVersion: async ({ id }) => {
      await db.versions.delete(id);
      return null;
    },
  });

  /** A call that found the session over: the panel is told by the row behind its view. */
  async function answered<T extends { ok: boolean }>(asking: Promise<T>): Promise<T> {
    const answer = await asking;
    if (!answer.ok && !(await session.isSignedIn())) await becomesNobody(db);
    return answer;
  }

  /** The mail tabs that are open, and the drafts open in each. */
  const mailTabs = new Map<Runtime.Port, DraftId[]>();
  let following = false;
  async function listen() {
    if (following) return;
    following = true;
    const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    await follow({ db, call, now, pause, reached, told: rhythm.now, isWanted: () => mailTabs.size > 0 }).finally(() => {
      following = false;
    });
    if (!(await session.isSignedIn())) await becomesNobody(db);
  }

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === ports.mailTab) {
      mailTabs.set(port, []);
      port.onMessage.addListener((says) => mailTabs.set(port, (says as TabSays).open));
      port.onDisconnect.addListener(() => mailTabs.delete(port));
      void listen();
    }
    if (!port.sender || !isOwnPage(port.sender)) return;
    if (port.name === ports.panel) servePanel(db, port);
    if (port.name === deskPort) leadOn(port);
  });

  browser.tabs.onUpdated.addListener((tabId, { url }) => {
    if (url?.includes('/auth/done?')) void finishSignIn(url, tabId);
  });
  async function finishSignIn(url: string, tabId: number) {
    if (!(await session.finish(url, tabId))) return;
    await becomes(db, await call(readMe, {}));
    rhythm.now();
    await listen();
  }

  browser.storage.onChanged.addListener((changes, area) => {
    const isJournal = ([key, { newValue }]: [string, { newValue?: unknown }]) =>
      key.startsWith(journalPrefix) && newValue !== undefined;
    if (area === 'local' && Object.entries(changes).some(isJournal)) void catchUp();
  });
  browser.runtime.onStartup.addListener(() => void catchUp());
  browser.alarms.onAlarm.addListener(() => void catchUp());
  self.addEventListener('online', () => void catchUp());

  async function catchUp() {
    await drainJournal(db);
    await forgetOldSends(db, now());
    rhythm.now();
  }
  void catchUp();
  showUnseen(db);
}

function servePanel(db: Db, port: Runtime.Port) {
  let end = () => {};
  port.onMessage.addListener((message) => {
    end();
    end = watchView(db, message as Follow, (view) => port.postMessage(view));
  });
  port.onDisconnect.addListener(() => end());
}

/** Joins a panel that may not speak to its tab by itself (Firefox) with that tab. */
function leadOn(panel: Runtime.Port) {
  const tabId = panel.sender?.tab?.id;
  if (tabId === undefined) return panel.disconnect();
  const tab = browser.tabs.connect(tabId, { name: deskPort, frameId: 0 });
  for (const [from, to] of [
    [panel, tab],
    [tab, panel],
  ] as const) {
    from.onMessage.addListener((message) => to.postMessage(message));
    from.onDisconnect.addListener(() => to.disconnect());
  }
}

/** Replies the rep has not looked at, as a number on the extension's icon: never a pop-up. */
function showUnseen(db: Db) {
  // Firefox's MV2 build has the older name.
  const badge = browser.action ?? browser.browserAction;
  liveQuery(() => db.meta.get('unseen')).subscribe((row) => {
    const unseen = Number(row?.value ?? 0);
    void badge.setBadgeText({ text: unseen > 0 ? String(unseen) : '' });
  });
}
