import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { composeFaults } from './compose-check.js';

const ours = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');

test('our docker-compose.yml has no fault', () => {
  expect(composeFaults(ours)).toEqual([]);
});

test.each([
  ['noeviction', 'allkeys-lru', 'redis: may throw jobs away'],
  ["--appendonly, 'yes'", "--appendonly, 'no'", 'redis: does not keep every write'],
  ['image: postgres:18-bookworm', 'image: postgres:latest', 'postgres: its image should be postgres:18'],
  ['image: redis:8-bookworm', 'image: redis', 'redis: its image has no version'],
  ['user: node', 'user: root', 'api: runs as root'],
  ['read_only: true', 'read_only: false', 'worker: its file system is not read_only'],
  [':?make one with openssl rand -base64 48 and keep it', ':-changeme', 'LUMINA_SECRET must come from the environment'],
  [
    'MICROSOFT_CLIENT_SECRET:-}',
    'MICROSOFT_CLIENT_SECRET:-changeme}',
    'MICROSOFT_CLIENT_SECRET must come from the environment',
  ],
  ["volumes: ['redis:/data']", "volumes: ['rediss:/data']", 'redis: mounts the volume rediss, which is not declared'],
  [
    '    image: postgres:18-bookworm',
    "    ports: ['5432:5432']\n    image: postgres:18-bookworm",
    'postgres: is reachable from outside',
  ],
  [
    'test: [CMD, pg_isready, --username=lumina, --dbname=lumina, --host=127.0.0.1]',
    'disable: true',
    'services.postgres.healthcheck.test',
  ],
  ['  worker:\n', '  labourer:\n', 'no service worker'],
  [
    'migrate: { condition: service_completed_successfully }',
    'migration: { condition: service_completed_successfully }',
    'depends on migration, which does not exist',
  ],
])('with %s → %s it says so', (good, bad, fault) => {
  expect(ours).toContain(good);
  expect(composeFaults(ours.replace(good, bad)).join('\n')).toContain(fault);
});
