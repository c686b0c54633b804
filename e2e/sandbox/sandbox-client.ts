import type { z } from 'zod';
import type { controls } from './control.js';

type Controls = ReturnType<typeof controls>;
type Input<K extends keyof Controls> = z.input<Controls[K]['input']>;
type Output<K extends keyof Controls> = Awaited<ReturnType<Controls[K]['act']>>;

/** Every control of `control.ts` as a method of the same name. */
export type SandboxClient = {
  [K in keyof Controls]: object extends Input<K>
    ? (input?: Input<K>) => Promise<Output<K>>
    : (input: Input<K>) => Promise<Output<K>>;
};

/** Speaks the control API of a running sandbox, wherever it runs. Rejects with the sandbox's own words. */
export function sandboxClient(httpUrl: string): SandboxClient {
  return new Proxy({} as SandboxClient, {
    get: (_, name) => {
      // A promise-like client would be awaited to death by whoever returns it from an async function.
      if (typeof name !== 'string' || name === 'then') return undefined;
      return async (input: unknown = {}) => {
        const answer = await fetch(new URL(`/control/${name}`, httpUrl), {
          method: 'POST',
          body: JSON.stringify(input),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`sandbox ${name}: ${answer.status} ${text}`);
        return JSON.parse(text);
      };
    },
  });
}
