import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeSettings, readConfig } from './config.js';

const enough = { DATABASE_URL: 'postgres://lumina@127.0.0.1/lumina', LUMINA_SECRET: 'x'.repeat(32) };

test('settings have working defaults, and an empty one counts as not set', () => {
  expect(readConfig({ ...enough, REDIS_URL: '', PORT: '4700' })).toMatchObject({
    port: 4700,
    redisUrl: undefined,
    publicUrl: 'http://127.0.0.1:4700',
    google: undefined,
  });
});

test('every wrong setting is named, with what it should be', () => {
  const read = () => readConfig({ DATABASE_URL: 'mysql://x', LUMINA_SECRET: 'short', PORT: 'eighty' });
  expect(read).toThrow(
    /PORT: must be a port number.*\n.*DATABASE_URL: must look like postgresql:.*\n.*LUMINA_SECRET: must have at least 32 characters/,
  );
});

test('own Google credentials go to Google, even beside a sandbox', () => {
  const sandbox = { ...enough, LUMINA_SANDBOX_URL: 'http://127.0.0.1:4699/' };
  expect(readConfig(sandbox).google?.gmailUrl).toBe('http://127.0.0.1:4699/');
  const own = readConfig({ ...sandbox, GOOGLE_CLIENT_ID: 'me', GOOGLE_CLIENT_SECRET: 'mine' });
  expect(own.google?.gmailUrl).toBe('https://gmail.googleapis.com/');
  expect(own.isSandbox).toBe(false);
});

test('own Microsoft credentials go to Microsoft, even beside a sandbox', () => {
  expect(readConfig(enough).microsoft).toBeUndefined();
  const sandbox = { ...enough, LUMINA_SANDBOX_TLS_URL: 'https://127.0.0.1:4698/' };
  expect(readConfig(sandbox).microsoft).toMatchObject({
    issuerUrl: 'https://127.0.0.1:4698/common/v2.0',
    graphUrl: 'https://127.0.0.1:4698/v1.0/',
  });
  const own = {
    ...sandbox,
    MICROSOFT_CLIENT_ID: 'me',
    MICROSOFT_CLIENT_SECRET: 'mine',
    MICROSOFT_TENANT: 'organizations',
  };
  expect(readConfig(own).microsoft).toEqual({
    clientId: 'me',
    clientSecret: 'mine',
    issuerUrl: 'https://login.microsoftonline.com/organizations/v2.0',
    graphUrl: 'https://graph.microsoft.com/v1.0/',
  });
  expect(() => readConfig({ ...own, MICROSOFT_TENANT: 'a/../b' })).toThrow('MICROSOFT_TENANT: must be');
});

test("the README's table says what config.ts says", () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const { name, preset, about } of describeSettings()) {
    const shown = preset === '' || preset === 'required' ? preset : `\`${preset}\``;
    expect(readme).toContain(`| \`${name}\` | ${shown} | ${about} |`);
  }
});
