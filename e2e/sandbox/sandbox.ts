import { createServer } from 'node:http';
import { listener } from './http.js';
import { close, listen } from './listening.js';
import { runNotifications } from './notifications.js';
import { runPubSub } from './pubsub.js';
import { serve } from './serve.js';
import { startTls } from './tls.js';
import { runTransport } from './transport.js';
import { World } from './world.js';

export interface SandboxOptions {
  /** Where it keeps its mail, keys and certificate. */
  dir: string;
  /** Where pushes go; without one they wait. */
  pushUrl?: string;
  /** 0, the default: any free port. */
  httpPort?: number;
  tlsPort?: number;
}

export interface Sandbox {
  /** Gmail's API, Google's sign-in, the prospects' page, the control API. */
  httpUrl: string;
  /** The mail pages, as https://mail.google.com and https://outlook.office.com on this port. */
  tlsPort: number;
  /** The same port as Microsoft's Graph and sign-in. */
  tlsUrl: string;
  /** For Chromium's --ignore-certificate-errors-spki-list. */
  spki: string;
  /** The certificate as PEM, for NODE_EXTRA_CA_CERTS. */
  caFile: string;
  stop(): Promise<void>;
}

/** Starts the outside world in this process; both servers listen on 127.0.0.1 only. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const end = new AbortController();
  const world = await World.open(options.dir, options.pushUrl);
  const pubsub = runPubSub(world, end.signal);
  runTransport(world, end.signal);
  runNotifications(world, end.signal);
  const unknown = (route: string) => void world.unknown.push(route);
  const http = createServer(listener((ask) => serve(world, pubsub, ask), unknown));
  const httpPort = await listen(http, options.httpPort ?? 0);
  const tls = await startTls(world, options.tlsPort ?? 0, end.signal);
  return {
    httpUrl: `http://127.0.0.1:${httpPort}`,
    tlsPort: tls.port,
    tlsUrl: `https://127.0.0.1:${tls.port}`,
    spki: tls.spki,
    caFile: tls.caFile,
    stop: async () => {
      end.abort();
      await Promise.all([close(http), tls.close()]);
      world.close();
    },
  };
}
