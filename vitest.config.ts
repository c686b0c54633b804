import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

/** `#shared/draft.js` means shared/draft.ts here; without this it would mean what was built into dist/ last. */
const fromSource = {
  resolve: { conditions: ['source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
  // Vitest runs global set-ups in an environment of its own.
  environments: { __vitest__: { resolve: { conditions: ['source', ...defaultServerConditions] } } },
};

/** Each story has a browser and a stack of its own, and there are two cores. */
const inBrowser = {
  globalSetup: ['e2e/start/testing/built.ts', 'e2e/start/testing/postgres-for-tests.ts'],
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

/** Pictures for the README, by `npm run screenshots` only. */
const screenshots = {
  ...fromSource,
  test: { ...inBrowser, name: 'screenshots', include: ['e2e/specs/screenshots.ts'] },
};

export default defineConfig({
  ...fromSource,
  test: {
    projects: [
      { ...fromSource, test: { name: 'pure', include: ['shared/**/*.test.ts'] } },
      {
        ...fromSource,
        test: {
          name: 'api',
          include: ['api/**/*.test.{ts,tsx}'],
          exclude: ['api/src/embedded/**'],
          globalSetup: 'e2e/start/testing/postgres-for-tests.ts',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        plugins: [WxtVitest()],
        test: { name: 'extension', include: ['extension/**/*.test.{ts,tsx}'], setupFiles: ['fake-indexeddb/auto'] },
      },
      {
        ...fromSource,
        test: {
          name: 'sandbox',
          include: ['e2e/{sandbox,start}/**/*.test.ts', 'api/src/embedded/**/*.test.ts'],
          exclude: ['e2e/start/start.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          ...inBrowser,
          name: 'browser',
          include: ['e2e/{specs,faults}/**/*.test.ts', 'e2e/start/start.test.ts'],
        },
      },
      ...(process.env.LUMINA_SCREENSHOTS ? [screenshots] : []),
    ],
  },
});
