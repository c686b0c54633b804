import { join } from 'node:path';
import { startSandbox } from './sandbox.js';

/** The sandbox as a process of its own. Prints one line of JSON when ready: {"httpUrl","tlsPort","tlsUrl","spki","caFile"}. */
const { env } = process;
const sandbox = await startSandbox({
  dir: env.LUMINA_SANDBOX_DIR ?? join(process.cwd(), '.lumina', 'sandbox'),
  ...(env.LUMINA_SANDBOX_PUSH_URL ? { pushUrl: env.LUMINA_SANDBOX_PUSH_URL } : {}),
  httpPort: Number(env.LUMINA_SANDBOX_HTTP_PORT ?? 0),
  tlsPort: Number(env.LUMINA_SANDBOX_TLS_PORT ?? 0),
});
const { stop, ...where } = sandbox;
console.log(JSON.stringify(where));

const end = () => void stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);
// Started by another process with a channel: when that one dies, however it dies, so do we.
process.once('disconnect', end);
