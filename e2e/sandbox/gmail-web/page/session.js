/** Who sits before the page, and the way to the mailbox behind it. */

const { me, accounts } = JSON.parse(document.getElementById('rep')?.textContent ?? '{}');

export { accounts, me };

/** What the page's first-party script leaves on `window`, which InboxSDK reads (fact list: 2.2.26). */
export function leaveGlobals() {
  const globals = [];
  globals[4] = 'gmail.en.sandbox';
  globals[9] = 'sandbox0ik';
  globals[10] = me.email;
  globals[17] = [];
  Object.assign(window, {
    GLOBALS: globals,
    GM_SPT_ENABLED: 'true',
    GM_ACTION_TOKEN: 'sandbox-action-token',
    gmonkey: { v2: {}, load: (_version, done) => done({ isConversationViewDisabled: () => false }) },
  });
}

/** Reads one of the stand-in's own answers; null where there is nothing. */
export async function read(name, query = {}) {
  const answer = await fetch(`/_/u/${me.place}/${name}?${new URLSearchParams(query)}`);
  return answer.ok ? answer.json() : null;
}

/** Tells the mailbox something that needs no answer. */
export async function tell(name, query = {}) {
  await fetch(`/_/u/${me.place}/${name}?${new URLSearchParams(query)}`, { method: 'POST', keepalive: true });
}

/** Calls `listener` whenever the mailbox may have changed. */
export function onChange(listener) {
  const source = new EventSource(`/_/u/${me.place}/changes`);
  source.addEventListener('message', listener);
  addEventListener('pagehide', () => source.close());
}
