import type { Session } from '../wire.js';

/** Who sits before the page, how it was asked to look, and the way to the mailbox behind it. */

export const { me, directory }: Session = JSON.parse(document.getElementById('session')?.textContent ?? '{}');

/** What an address may ask for stays for this tab and for the windows it opens. */
function asked<T extends string>(name: string, known: readonly T[]): T | undefined {
  const given = new URLSearchParams(location.search).get(name);
  if (given) sessionStorage.setItem(`standin:${name}`, given);
  const kept = sessionStorage.getItem(`standin:${name}`);
  return known.find((one) => one === kept);
}

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export const language = asked('lang', LANGUAGES) ?? 'en';
export const theme = asked('theme', ['light', 'dark']) ?? 'light';
/** The sheet one writes on; it may be light although the rest is dark. */
export const canvas = asked('canvas', ['light', 'dark']) ?? theme;
/** Is a compose popped out into a page of its own, or into an empty window this page draws in? */
export const popOutWay = asked('popout', ['page', 'blank']) ?? 'page';

/** Where this rep's mail begins: /mail, or /mail/1 for a second account. */
export const base = me.place === 0 ? '/mail' : `/mail/${me.place}`;

/** Reads one of the stand-in's own answers; null where there is nothing. */
export async function read<T>(name: string, query: Record<string, string> = {}): Promise<T | null> {
  const answer = await fetch(`/_/${me.place}/${name}?${new URLSearchParams(query)}`);
  return answer.ok ? ((await answer.json()) as T) : null;
}

/** Tells the mailbox something. Rejects when it says no, or says nothing. */
export async function tell<T>(name: string, body: unknown = {}): Promise<T> {
  const text = JSON.stringify(body);
  // A browser lets only so much outlive its page.
  const answer = await fetch(`/_/${me.place}/${name}`, { method: 'POST', body: text, keepalive: text.length < 60_000 });
  if (!answer.ok) throw new Error(`the mailbox answered ${answer.status}`);
  return (await answer.json()) as T;
}

/** Calls `listener` whenever the mailbox may have changed. */
export function onChange(listener: () => void): void {
  const source = new EventSource(`/_/${me.place}/changes`);
  source.addEventListener('message', listener);
  addEventListener('pagehide', () => source.close());
}
