import { createApp } from './app.js';
import { readConfig } from './config.js';
import { endInTime } from './process.js';

// The API. Its one job beyond answering HTTP is to end when whoever started it is gone.
try {
  const config = readConfig(process.env);
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  endInTime(() => app.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
