import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds an extension that starts InboxSDK on the mail page and does nothing with it: what of Lumina's cost is InboxSDK's.
 * @param folder below the checkout, so that packages are found from it
 * @returns the folder to load
 */
export async function buildInboxSdkOnly(folder: string): Promise<string> {
  const [sources, built] = [join(folder, 'sources'), join(folder, 'built')];
  for (const made of [sources, built]) {
    rmSync(made, { recursive: true, force: true });
    mkdirSync(made, { recursive: true });
  }
  writeFileSync(join(sources, 'background.js'), `import '@inboxsdk/core/background.js';\n`);
  writeFileSync(
    join(sources, 'content.js'),
    `import * as InboxSDK from '@inboxsdk/core';
     InboxSDK.load(2, 'sdk_lumina_375ff59ef4', { eventTracking: false, globalErrorLogging: false })
       .then((sdk) => sdk.Compose.registerComposeViewHandler(() => {}));\n`,
  );
  for (const name of ['background', 'content'])
    await build({
      configFile: false,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: built,
        emptyOutDir: false,
        lib: { entry: join(sources, `${name}.js`), formats: ['iife'], name, fileName: () => `${name}.js` },
      },
    });
  cpSync(fileURLToPath(import.meta.resolve('@inboxsdk/core/pageWorld.js')), join(built, 'pageWorld.js'));
  const gmail = 'https://mail.google.com/*';
  writeFileSync(
    join(built, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'InboxSDK alone',
      version: '1.0',
      permissions: ['scripting'],
      host_permissions: [gmail],
      background: { service_worker: 'background.js' },
      content_scripts: [{ matches: [gmail], js: ['content.js'], run_at: 'document_end' }],
    }),
  );
  return built;
}
