import { composeAround } from './compose.js';
import { refuseOpenDialog } from './dialogs.js';

/** Nobody outside knows in which phase Outlook listens, so this listens in all of them; the first that hears acts. */

interface Heard {
  key: string;
  phase: string;
  targetTag: string;
}

const heard: Heard[] = [];
const acted = new WeakSet<Event>();

let archive = (): void => {};
let remove = (): void => {};

/** What `e` and Delete do to the mail that is being read. */
export function onMailKeys(acts: { archive: () => void; remove: () => void }): void {
  ({ archive, remove } = acts);
}

/** Listens in a window, for its whole life. */
export function listenForHotKeys(view: Window): void {
  Object.assign(view, { __hotKeys: heard });
  for (const [name, target] of [
    ['window', view],
    ['document', view.document],
  ] as const)
    for (const capture of [true, false])
      target.addEventListener(
        'keydown',
        (event) => hear(event as KeyboardEvent, `${name} ${capture ? 'capture' : 'bubble'}`),
        {
          capture,
        },
      );
}

function hear(event: KeyboardEvent, phase: string): void {
  const key = nameOf(event);
  const target = event.target as HTMLElement;
  if (key === undefined || ((key === 'e' || key === 'Delete') && isTyping(target))) return;
  heard.push({ key, phase, targetTag: target.tagName });
  if (acted.has(event)) return;
  acted.add(event);
  act(key, event);
}

function act(key: string, event: KeyboardEvent): void {
  const compose = composeAround(event.target);
  if (key === 'e') archive();
  if (key === 'Delete') remove();
  if (key === 'Escape' && !refuseOpenDialog() && !isChoosing(event.target)) compose?.discard();
  if (key === 'Ctrl+Enter' && compose) {
    event.preventDefault();
    compose.send();
  }
}

function nameOf(event: KeyboardEvent): string | undefined {
  const withControl = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter') return withControl ? 'Ctrl+Enter' : undefined;
  if (withControl || event.altKey) return undefined;
  return ['e', 'Delete', 'Escape'].find((key) => key === event.key);
}

function isTyping(target: HTMLElement): boolean {
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Esc puts open suggestions away first. */
function isChoosing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=group]')?.querySelector('[role=listbox]') != null;
}
