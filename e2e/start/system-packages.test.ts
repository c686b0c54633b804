import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chromium, findBrowser, findFirefox, installCommand } from './system-packages.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lumina-browsers-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('CHROME_PATH is taken at its word; one that points nowhere is no browser', () => {
  const mine = program('a/my-browser');
  expect(findBrowser({ CHROME_PATH: mine, PATH: '' })).toBe(mine);
  expect(findBrowser({ CHROME_PATH: join(dir, 'gone'), PATH: join(dir, 'a') })).toBeUndefined();
});

test("Chromium goes before Google's build, which does not load an unpacked extension as readily", () => {
  program('a/google-chrome');
  const chromium = program('b/chromium');
  expect(findBrowser({ PATH: `${join(dir, 'a')}:${join(dir, 'b')}` })).toBe(chromium);
});

test('a file that may not be run is no browser', () => {
  chmodSync(program('a/chromium'), 0o644);
  const other = program('b/chromium-browser');
  expect(findBrowser({ PATH: `${join(dir, 'a')}:${join(dir, 'b')}` })).toBe(other);
});

test('a link to what exists is followed', () => {
  const real = program('opt/chrome');
  mkdirSync(join(dir, 'a'));
  symlinkSync(real, join(dir, 'a/chromium'));
  expect(findBrowser({ PATH: join(dir, 'a') })).toBe(join(dir, 'a/chromium'));
});

test("FIREFOX_PATH is taken at its word, and the long-lived Firefox goes before this month's", () => {
  const monthly = program('a/firefox');
  const longLived = program('b/firefox-esr');
  const PATH = `${join(dir, 'a')}:${join(dir, 'b')}`;
  expect(findFirefox({ PATH })).toBe(longLived);
  expect(findFirefox({ FIREFOX_PATH: monthly, PATH })).toBe(monthly);
  expect(findFirefox({ FIREFOX_PATH: join(dir, 'gone'), PATH })).toBeUndefined();
});

test('the command to install it by hand names the package', () => {
  expect(installCommand(chromium)).toMatch(/install.*[Cc]hromium/);
});

function program(path: string): string {
  const file = join(dir, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  return file;
}
