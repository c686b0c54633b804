import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { migrate } from '#api/db/migrate.js';
import { freePort } from '#api/embedded/free-port.js';
import { until } from '#api/embedded/running.js';
import { seed } from '../prisma/seed.js';
import { type Killable, killable } from './faults/killable.js';
import { type Chromium, type ChromiumOptions, openChromium } from './pages/chromium.js';
import { type FirefoxOptions, openFirefox } from './pages/firefox.js';
import type { RepBrowser } from './pages/rep-browser.js';
import { trust } from './sandbox/certificate.js';
import { startSandbox } from './sandbox/sandbox.js';
import { type SandboxClient, sandboxClient } from './sandbox/sandbox-client.js';

export interface StackOptions {
  /** A server with the right to make databases; the stack makes one of its own there. */
  postgresUrl: string;
  /** Settings of API and worker beside the usual ones, see api/src/config.ts. */
  env?: Record<string, string>;
  /** False: nothing accepted ever leaves. */
  worker?: boolean;
}

/** All of Lumina on this machine, as real processes, with the outside world played by a sandbox. */
export interface Stack extends AsyncDisposable {
  apiUrl: string;
  databaseUrl: string;
  secret: string;
  sandbox: { httpUrl: string; tlsPort: number; tlsUrl: string; spki: string; caFile: string };
  /** What the outside world saw, and what it should do next. */
  world: SandboxClient;
  api: Killable;
  worker: Killable;
  /** Starts what is not running and answers once the API says it is ready for work. */
  start(): Promise<void>;
  /** Waits until the API answers; `ready`: until the worker is there too. */
  answers(what: 'live' | 'ready'): Promise<void>;
  /** A Chromium with the extension, which knows this stack's API; closed with the stack. */
  openBrowser(options?: Partial<ChromiumOptions>): Promise<Chromium>;
  /** The same in Firefox. */
  openFirefox(options?: Partial<FirefoxOptions>): Promise<RepBrowser>;
  /** What API and worker wrote, for a failure's report. */
  logs(): string;
}

/** Starts everything and answers once it is ready. Dispose ends all of it. */
export async function startStack({ postgresUrl, env = {}, worker: wantsWorker = true }: StackOptions): Promise<Stack> {
  const stops = new AsyncDisposableStack();
  const dir = mkdtempSync(join(tmpdir(), 'lumina-stack-'));
  stops.defer(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  try {
    const databaseUrl = await newDatabase(postgresUrl);
    const port = await freePort();
    const apiUrl = `http://127.0.0.1:${port}`;
    const sandbox = await startSandbox({ dir, pushUrl: `${apiUrl}/push/gmail` });
    stops.defer(() => sandbox.stop());
    trust(sandbox.caFile);
    const secret = 'the secret of a stack that lives as long as one story';
    const settings = {
      DATABASE_URL: databaseUrl,
      LUMINA_SECRET: secret,
      LUMINA_PUBLIC_URL: apiUrl,
      LUMINA_SANDBOX_URL: sandbox.httpUrl,
      LUMINA_SANDBOX_TLS_URL: sandbox.tlsUrl,
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      LUMINA_PATIENCE: '0.05',
      LOG_LEVEL: 'warn',
      ...env,
    };
    const api = killable('API', checkout, 'api/src/main.js', { ...settings, PORT: String(port) });
    const worker = killable('worker', checkout, 'api/src/worker.js', settings);
    const wanted = wantsWorker ? [api, worker] : [api];
    for (const each of wanted) {
      each.start();
      stops.defer(() => each.kill());
    }
    const answers: Stack['answers'] = async (what) => {
      const ok = async () => {
        const dead = wanted.find((each) => !each.isRunning());
        if (dead) throw new Error(`the ${dead.name} ended by itself:\n${logs()}`);
        return fetch(`${apiUrl}/health/${what}`).then(
          (answer) => answer.ok,
          () => false,
        );
      };
      if (!(await until(ok, 60_000))) throw new Error(`the API did not get ${what}:\n${logs()}`);
    };
    const logs = () => [api, worker].map((each) => `--- ${each.name}\n${each.output()}`).join('\n');
    await answers(wantsWorker ? 'ready' : 'live');
    return {
      apiUrl,
      databaseUrl,
      secret,
      sandbox,
      world: sandboxClient(sandbox.httpUrl),
      api,
      worker,
      answers,
      logs,
      async start() {
        for (const each of wanted) if (!each.isRunning()) each.start();
        await answers(wantsWorker ? 'ready' : 'live');
      },
      async openBrowser(options = {}) {
        const built = join(checkout, '.output', 'chrome-mv3');
        const browser = await openChromium({ built, apiUrl, ...sandbox, ...options });
        stops.defer(() => browser.close());
        return browser;
      },
      async openFirefox(options = {}) {
        const built = join(checkout, '.output', 'firefox-mv3');
        const browser = await openFirefox({ built, apiUrl, ...sandbox, ...options });
        stops.defer(() => browser.close());
        return browser;
      },
      [Symbol.asyncDispose]: () => stops.disposeAsync(),
    };
  } catch (error) {
    await stops.disposeAsync();
    throw error;
  }
}

/** A migrated database with the sample workspace. @returns its URL */
export async function newDatabase(postgresUrl: string): Promise<string> {
  const url = new URL(postgresUrl);
  url.pathname = `/stack_${randomUUID().replaceAll('-', '')}`;
  await migrate(url.href);
  await seed(url.href);
  return url.href;
}

/** The checkout's folder, seen from a source as from what was compiled into dist/. */
export const checkout = (() => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return folder;
})();
