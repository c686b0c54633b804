/** A failure a person can do something about: what happened, and what to do. Printed without a stack. */
export class Trouble extends Error {
  constructor(what, advice = '') {
    super(advice ? `${what}\n${advice}` : what);
  }
}

const advices = [
  [
    /ENOSPC|no space left on device/i,
    'The disk is full. Lumina needs about 2 GB; free some space and run the same command again.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network/,
    'The package registry could not be reached. Look at the connection (behind a proxy: `npm config set proxy http://…`) and run the same command again; what was fetched is kept.',
  ],
  [
    /EACCES|EPERM|EROFS/,
    'Some files may not be written by this user. If an earlier run was by another user (root, say), give the folder to yourself with `sudo chown -R "$USER" .`, or clone it afresh.',
  ],
  [
    /EUSAGE|can only install packages when your package\.json/,
    'package.json and package-lock.json disagree: run `npm install`, look at what it changed, and commit both.',
  ],
  [/heap out of memory|SIGKILL|Killed/, 'The machine ran out of memory. About 2 GB free are needed to build.'],
];

/** What to do about a failure whose output reads like `text`; undefined when nothing better comes to mind than reading it. */
export function adviceFor(text) {
  return advices.find(([pattern]) => pattern.test(text))?.[1];
}

/** The text to print for `error`. */
export function addAdvice(error) {
  if (error instanceof Trouble) return `\n${error.message}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const advice = adviceFor(text);
  return advice ? `\n${text}\n${advice}` : `\n${text}`;
}
