/** One line about something that is done. Lines are indented so that they stand apart from npm's own. */
export function say(line: string): void {
  console.log(line === '' ? '' : `  ${line}`);
}

/** Waits for `work` and says that it is done and how long it took. */
export async function timed<Result>(what: string, work: Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await work;
  say(`${what} (${seconds(start)})`);
  return result;
}

/** `'0.3 s'`: the time since `start`, a reading of performance.now(). */
export function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** A failure a person can do something about; its message says what. Shown without a stack. */
export class Trouble extends Error {}

/** What to print for `error`. */
export function explain(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC')
    return `${error.message}\nThe disk is full: free some space and run \`npm start\` again. No data is lost.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `${error.message}\nThis user may not write there. Set LUMINA_STATE_DIR to a folder of your own, or give the folder to yourself with chown.`;
  }
  return error.stack ?? error.message;
}
