import { createServer } from 'node:net';

/**
 * A TCP port on 127.0.0.1 nobody listens on: `wanted` when it is free, else any. It is free at the moment of asking only,
 * so whoever opens it must still be ready to be told it is taken.
 */
export async function freePort(wanted = 0): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? Promise.reject(new Error('no free TCP port on 127.0.0.1'));
}

/** Whether `port` on 127.0.0.1 could be opened just now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const opened = address !== null && typeof address === 'object' ? address.port : undefined;
      server.close(() => resolve(opened));
    });
  });
}
