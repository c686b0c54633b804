import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { choosePort, whoListens } from './ports.js';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test('a port that was asked for and is busy is refused, naming who has it and what to do', async () => {
  const port = await listen();
  await expect(choosePort(String(port))).rejects.toThrow(`Port ${port} is in use`);
  await expect(choosePort(String(port))).rejects.toThrow(/set PORT to another number/);
  if (process.platform === 'linux') {
    await expect(choosePort(String(port))).rejects.toThrow(`process ${process.pid}`);
    expect(whoListens(port)?.pid).toBe(process.pid);
  }
});

test('a port that was asked for and is free is taken as it is', async () => {
  const port = await listen();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await choosePort(String(port))).toBe(port);
});

test('without asking, the next free port from 4600 is taken', async () => {
  const first = await choosePort(undefined);
  await listen(first);
  const second = await choosePort(undefined);
  expect(second).toBeGreaterThan(first);
});

test.each(['many', '-1', '70000', '4600.5'])('a PORT of %s is refused in words', async (asked) => {
  await expect(choosePort(asked)).rejects.toThrow(/number from 1 to 65535/);
});

function listen(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
    server.once('error', reject);
    servers.push(server);
  });
}
