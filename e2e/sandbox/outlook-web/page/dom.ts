import { hashed } from './hashed.js';

export type Child = Node | string | null | undefined;

/**
 * Builds one element. `$` names classes that are hashed at each load; undefined leaves an attribute out. No HTML
 * strings anywhere: the page enforces Trusted Types, as Outlook does.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | undefined> = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (name === '$') element.classList.add(...value.split(' ').map(hashed));
    else element.setAttribute(name, value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/** A button with a label for screen readers and a word to see. */
export function button(attributes: Record<string, string | undefined>, text: string, press: () => void) {
  const element = h('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', press);
  return element;
}
