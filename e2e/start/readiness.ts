import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { KeptProcess } from './kept-process.js';
import { Trouble } from './screen.js';

/** The one line the sandbox prints when it is up. */
const SandboxWorld = z.object({
  httpUrl: z.url(),
  tlsPort: z.number().int(),
  tlsUrl: z.url(),
  spki: z.string(),
  caFile: z.string(),
});
type SandboxWorld = z.output<typeof SandboxWorld>;

/** Waits for the sandbox's first line. Undefined when asked to stop meanwhile. */
export async function sandboxReady(
  sandbox: { process: KeptProcess; firstLine(): string | undefined },
  stopping: AbortSignal,
): Promise<SandboxWorld | undefined> {
  await waitFor([sandbox.process], stopping, async () =>
    sandbox.firstLine() === undefined ? 'the sandbox prints nothing' : undefined,
  );
  const line = sandbox.firstLine();
  return line === undefined ? undefined : SandboxWorld.parse(JSON.parse(line));
}

/** Waits until `url` answers 200, which the API does once database, queue and a worker are there. */
export function allReady(url: string, processes: KeptProcess[], stopping: AbortSignal): Promise<void> {
  return waitFor(processes, stopping, async () => {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
      return answer.ok ? undefined : `${url} answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`;
    } catch (error) {
      return `${url} does not answer: ${error instanceof Error ? error.message : error}`;
    }
  });
}

/** Asks `whatIsMissing` until it answers undefined. @throws Trouble after two minutes, or when a process keeps on dying. */
async function waitFor(
  processes: KeptProcess[],
  stopping: AbortSignal,
  whatIsMissing: () => Promise<string | undefined>,
): Promise<void> {
  const end = performance.now() + 120_000;
  for (;;) {
    const missing = await whatIsMissing();
    if (missing === undefined || stopping.aborted) return;
    const dying = processes.find((kept) => kept.deaths() >= 3);
    if (dying) throw new Trouble(`The ${dying.name} does not start. The end of its log:\n${dying.lastWords()}`);
    if (performance.now() > end) {
      const logs = processes.map((kept) => `The end of the ${kept.name}'s log:\n${kept.lastWords()}`).join('\n\n');
      throw new Trouble(`Not ready after two minutes: ${missing}\n\n${logs}`);
    }
    await sleep(100);
  }
}
