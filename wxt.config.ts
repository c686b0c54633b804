import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'wxt';
import { outlookHosts } from './extension/webmail/outlook/hosts.js';

/** Taken from the package at each build, so that the two halves of InboxSDK are always of one version. */
const pageWorld = fileURLToPath(import.meta.resolve('@inboxsdk/core/pageWorld.js'));

/** The public half of an RSA key: it gives every unpacked build, whatever its folder, the same extension id. */
const publicKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5dmioX3T63p52OXrphUnroDarNc00grd+7zv//XfW0b4yE9iPjdYXptx7YsFLoqlYPYO4xknJC0INZsLeSeQx48DuXlC/S6o3UfOA3hGGs+rUGkip3CT5sVoYJJ8Yynz+ZxOJVtNVrWaZdqZhgejSM8/E4mihBC3dna1i/SB0LqRyT3z07L1i3mHYjvp04jwX95As8pcHSyNEor06TRAV8ZtkwGKO9ZhVYgwDm9cD05ukwjdO0ZSkAkfPbmCLHp7JXL91Qupd/wUvWaHCHOW6WAW2xfpiM+ibn037kbBWREuJE22PoVzxbV4GIw5b9sYPTwk++qm3MyQSnMYTPe/WQIDAQAB';

const mailPages = ['https://mail.google.com/*', ...outlookHosts];
/** The API of a set-up on this machine. Any other address is asked for on the options page, for that host only. */
const localApi = ['http://127.0.0.1/*', 'http://localhost/*'];
const anyApi = 'https://*/*';

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: '.output',
  imports: false,
  modules: ['@wxt-dev/module-react'],
  vite: () => ({
    resolve: { conditions: ['source', ...defaultClientConditions] },
    ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
  }),
  hooks: {
    // The gallery draws every state of the panel from fixed data: for developers only.
    'entrypoints:found': ({ config }, found) => {
      if (config.command === 'build') found.splice(0, found.length, ...found.filter(({ name }) => name !== 'gallery'));
    },
    'build:publicAssets': (_, files) => {
      files.push({ absoluteSrc: pageWorld, relativeDest: 'pageWorld.js' });
    },
  },
  manifest: ({ browser, manifestVersion, command }) => ({
    name: 'Lumina',
    description: 'A sales copilot beside the mail you write: drafts kept safe, one suggestion at a time, sent once.',
    permissions: ['storage', 'scripting', 'alarms'],
    host_permissions: [...mailPages, ...localApi],
    ...(manifestVersion === 2 ? { optional_permissions: [anyApi] } : { optional_host_permissions: [anyApi] }),
    icons: { 16: 'icon/16.png', 32: 'icon/32.png', 48: 'icon/48.png', 128: 'icon/128.png' },
    web_accessible_resources:
      manifestVersion === 2
        ? ['panel.html', 'pageWorld.js']
        : [{ resources: ['panel.html'], matches: mailPages, ...(browser !== 'firefox' && { use_dynamic_url: true }) }],
    ...(command === 'build' && manifestVersion === 3 && { content_security_policy: { extension_pages: csp } }),
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'lumina@lumina.invalid',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['personalCommunications'] },
            },
          },
        }
      : { key: publicKey, minimum_chrome_version: '120' }),
  }),
});

const csp = [
  "default-src 'self'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' http://127.0.0.1:* http://localhost:* https:",
].join('; ');
