import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

let made: Promise<string> | undefined;

/** The page's script with Microsoft's editor in it, put together when it is first asked for (about 0.4 s). */
export function pageScript(): Promise<string> {
  made ??= bundle().catch((error: unknown) => {
    made = undefined;
    throw error;
  });
  return made;
}

async function bundle(): Promise<string> {
  const folder = pageFolder();
  const built = await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2024',
      modulePreload: false,
      rolldownOptions: { input: join(folder, 'main.ts'), output: { codeSplitting: false } },
    },
  });
  const [result] = [built].flat() as Rolldown.RolldownOutput[];
  const script = result?.output.find((one) => one.type === 'chunk' && one.isEntry);
  if (script?.type !== 'chunk') throw new Error('the page of Outlook came out without a script');
  return script.code;
}

/** Beside this file in the source tree; compiled to dist/, the same place in the source tree that dist/ stands in. */
function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'page');
  return existsSync(beside) ? beside : join(here, '..', '..', '..', '..', 'e2e', 'sandbox', 'outlook-web', 'page');
}
