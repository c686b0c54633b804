import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startRedis } from './redis.js';

test('a Redis keeps what it was told between two starts, throws nothing away and asks for its password', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lumina-redis-'));
  const first = await startRedis({ dir });
  expect(first, 'this test needs redis-server: apt-get install redis-server').toBeDefined();
  await tell(first?.url, async (redis) => {
    await redis.set('kept', 'still here');
    expect(await redis.config('GET', 'maxmemory-policy')).toContain('noeviction');
  });
  await expect(tell(first?.url.replace(/:[^:@]+@/, ':guess@'), (redis) => redis.get('kept'))).rejects.toThrow();
  await first?.stop();

  const second = await startRedis({ dir });
  await tell(second?.url, async (redis) => expect(await redis.get('kept')).toBe('still here'));
  await second?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function tell(url: string | undefined, action: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url ?? '', { retryStrategy: () => null, lazyConnect: true });
  redis.on('error', () => {});
  await redis.connect();
  try {
    await action(redis);
  } finally {
    redis.disconnect();
  }
}
