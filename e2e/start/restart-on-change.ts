import { watch } from 'node:fs';
import { join } from 'node:path';
import { installExtension } from './installed-extension.js';
import type { KeptProcess } from './kept-process.js';
import { explain, say } from './screen.js';

interface Watched {
  checkout: string;
  stateDir: string;
  publicUrl: string;
  processes: KeptProcess[];
}

/** For `npm run dev`: a process starts anew when its compiled code changed; the extension is copied anew when it was built. */
export function restartOnChange({ checkout, stateDir, publicUrl, processes }: Watched): () => void {
  const restart = (kept: KeptProcess) => kept.restart().then(() => say(`The ${kept.name} runs the new code.`));
  const isSandbox = (kept: KeptProcess) => kept.name === 'sandbox';
  const endings = [
    onChange(join(checkout, 'dist/api'), /\.js$/, () =>
      Promise.all(processes.filter((kept) => !isSandbox(kept)).map(restart)),
    ),
    onChange(join(checkout, 'dist/shared'), /\.js$/, () =>
      Promise.all(processes.filter((kept) => !isSandbox(kept)).map(restart)),
    ),
    onChange(join(checkout, 'dist/e2e/sandbox'), /\.js$/, () => Promise.all(processes.filter(isSandbox).map(restart))),
    // From above: a build removes the folder itself first.
    onChange(
      join(checkout, '.output'),
      /^chrome-mv3/,
      async () => {
        installExtension(join(checkout, '.output/chrome-mv3'), stateDir, publicUrl);
        say('The extension was built anew: press its reload button on chrome://extensions, then reload the mail page.');
      },
      3000,
    ),
  ];
  return () => {
    for (const end of endings) end();
  };
}

/** Calls `act` once the files below `folder` whose names match have been left alone for `quietMs`. */
function onChange(folder: string, matching: RegExp, act: () => Promise<unknown>, quietMs = 500): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_, file) => {
    if (!file || !matching.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      act().catch((error: unknown) => say(explain(error)));
    }, quietMs);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
