import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { browserCommand, browserFlags, mailPages } from './browser-window.js';

const options = {
  stateDir: '/home/ada/my lumina',
  extension: '/home/ada/my lumina/extension',
  sandbox: { tlsPort: 4443, spki: 'aGFzaA==' },
};

test('the command it prints is, for a shell, the very arguments it would use itself', () => {
  const printed = browserCommand('printf', options).replace('printf', "printf '%s\\n'");
  const words = spawnSync('sh', ['-c', printed], { encoding: 'utf8' }).stdout.trimEnd().split('\n');
  expect(words).toEqual([...browserFlags(options), ...mailPages]);
});

test('only the hosts the sandbox plays are led to it, and only its own key is trusted', () => {
  const flags = browserFlags(options).join('\n');
  for (const page of mailPages) expect(flags).toContain(`MAP ${new URL(page).host} 127.0.0.1:4443`);
  expect(flags).toContain('--ignore-certificate-errors-spki-list=aGFzaA==');
  expect(flags).not.toMatch(/MAP \*|--ignore-certificate-errors$/m);
});

test('with the real mail pages nothing is led anywhere', () => {
  const { sandbox: _, ...real } = options;
  expect(browserFlags(real).join('\n')).not.toMatch(/host-resolver|certificate/);
});
