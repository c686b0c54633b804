import browser, { type Runtime } from 'webextension-polyfill';
import { type Desk, type DeskNews, type DeskReply, type DeskRequest, deskPort } from '../messaging/desk-link.js';

export type AskDesk = <Name extends keyof Desk>(
  name: Name,
  ask: Parameters<Desk[Name]>[0],
) => Promise<ReturnType<Desk[Name]>>;

/** The panel's line to the mail tab it lies in. It lasts as long as the page. */
export async function meetDesk(onNews: (news: DeskNews) => void): Promise<AskDesk> {
  const open = new Map<number, { answer: (value: unknown) => void; fail: (error: Error) => void }>();
  let lastId = 0;
  let port = await callTab(hear, lost);
  function hear(message: unknown) {
    if (!isReply(message)) return onNews(message as DeskNews);
    const waiting = open.get(message.id);
    open.delete(message.id);
    if ('error' in message) waiting?.fail(new Error(message.error));
    else waiting?.answer(message.answer);
  }
  function lost() {
    for (const { fail } of open.values()) fail(new Error('the mail page is gone'));
    open.clear();
    // By way of the background the line ends with every stop of that; the mail page is still there.
    if (!browser.tabs) setTimeout(() => void callAgain(), 200);
  }
  async function callAgain() {
    port = await callTab(hear, lost);
  }
  return (name, ask) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      open.set(id, { answer: resolve as (value: unknown) => void, fail: reject });
      port.postMessage({ id, name, ask } satisfies DeskRequest);
    });
}

/**
 * Straight to the tab where the browser lets a page of ours do that. Firefox gives one that lies in another's page no
 * `tabs` (153): there the background leads the line on.
 */
async function callTab(hear: (message: unknown) => void, lost: () => void): Promise<Runtime.Port> {
  const port = browser.tabs ? await callOwnTab() : browser.runtime.connect({ name: deskPort });
  port.onMessage.addListener(hear);
  port.onDisconnect.addListener(lost);
  return port;
}

async function callOwnTab(): Promise<Runtime.Port> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id === undefined) throw new Error('the panel lies in no tab');
  return browser.tabs.connect(tab.id, { name: deskPort, frameId: 0 });
}

const isReply = (message: unknown): message is DeskReply =>
  typeof message === 'object' && message !== null && 'id' in message;

/** A port to the background that is opened again whenever the worker behind it was stopped. */
export function keepPort(name: string, onMessage: (message: unknown) => void): { post: (message: unknown) => void } {
  let port: Runtime.Port;
  let last: unknown;
  const open = () => {
    port = browser.runtime.connect({ name });
    port.onMessage.addListener(onMessage);
    port.onDisconnect.addListener(() => setTimeout(open, 200));
    if (last !== undefined) port.postMessage(last);
  };
  open();
  return {
    post(message) {
      last = message;
      try {
        port.postMessage(message);
      } catch {
        // Stopped a moment ago: the next port begins with the last message.
      }
    },
  };
}
