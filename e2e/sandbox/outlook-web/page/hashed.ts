/** Class names that nobody can rely on: made up anew at each load, as Outlook's change with each of its builds. */

const names = new Map<string, string>();

export function hashed(name: string): string {
  const known = names.get(name);
  if (known) return known;
  const fresh = letters(1) + crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36).slice(0, 4);
  names.set(name, fresh);
  return fresh;
}

/** A style sheet in which `$row` stands for the class that `hashed('row')` names. */
export function withHashed(css: string): string {
  return css.replace(/\$([a-z]+)/g, (_, name: string) => `.${hashed(name)}`);
}

/** Short lower-case chance letters, as in `splitButton-r6m__primaryActionButton`. */
export function letters(count: number): string {
  return [...crypto.getRandomValues(new Uint8Array(count))].map((one) => String.fromCharCode(97 + (one % 26))).join('');
}

/** Chance hex digits, as in `MSG_59b8f0b1aa3_TO`. */
export function hex(count: number): string {
  return [...crypto.getRandomValues(new Uint8Array(count))].map((one) => (one % 16).toString(16)).join('');
}
