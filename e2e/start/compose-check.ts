import { parse } from 'yaml';
import { z } from 'zod';

/**
 * What is wrong with a docker-compose.yml, as the production shape of Lumina: an empty list when nothing is. Checked by us,
 * because the machines that run the tests mostly have no Docker, and because Docker itself would not mind most of it.
 */
export function composeFaults(text: string): string[] {
  const read = Compose.safeParse(parse(text, { merge: true }));
  if (!read.success) return read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const { services, volumes } = read.data;
  const all = Object.entries(services);
  return [
    ...['api', 'worker', 'postgres', 'redis'].filter((name) => !services[name]).map((name) => `no service ${name}`),
    ...all.flatMap(([name, service]) => serviceFaults(name, service, services, Object.keys(volumes))),
    ...versionFaults('postgres', services.postgres, 18),
    ...versionFaults('redis', services.redis, 8),
    ...redisFaults(services.redis),
  ];
}

const Variables = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Service = z.object({
  image: z.string().optional(),
  build: z.unknown().optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  environment: Variables.default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.union([z.string(), z.array(z.string()).min(2)]) }).optional(),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  restart: z.string().optional(),
});
type Service = z.output<typeof Service>;
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()).default({}),
});

function serviceFaults(name: string, service: Service, services: Record<string, Service>, volumes: string[]): string[] {
  const isOnce = service.restart === 'no';
  const faults = [
    [!service.image && !service.build, 'neither image nor build'],
    [!isOnce && !service.healthcheck, 'no healthcheck: whoever depends on it cannot know that it is up'],
    [!service.user || /^(root|0)(:|$)/.test(service.user), 'runs as root'],
    [!service.read_only, 'its file system is not read_only'],
    [!service.cap_drop.includes('ALL'), 'keeps capabilities it does not need (cap_drop: [ALL])'],
    [
      !service.security_opt.includes('no-new-privileges:true'),
      'may gain privileges (security_opt: no-new-privileges:true)',
    ],
    [service.image !== undefined && /(^[^:]+|:latest)$/.test(service.image), 'its image has no version'],
    [(name === 'postgres' || name === 'redis') && service.ports.length > 0, 'is reachable from outside'],
  ] as const;
  const dependencies = Object.entries(service.depends_on).flatMap(([other, { condition }]) => {
    if (!services[other]) return [`depends on ${other}, which does not exist`];
    return condition === 'service_healthy' && !services[other].healthcheck
      ? [`waits for ${other} to be healthy, which has no healthcheck`]
      : [];
  });
  const mounts = service.volumes
    .map((volume) => volume.split(':')[0] ?? '')
    .filter((source) => !/^[./~]/.test(source) && !volumes.includes(source))
    .map((source) => `mounts the volume ${source}, which is not declared`);
  const secrets = Object.entries(service.environment)
    .filter(([variable, value]) => /SECRET|PASSWORD/.test(variable) && !/^\$\{\w+:\?[^}]+\}$/.test(String(value)))
    // A provider's secret may be missing: then nobody signs in with that provider.
    .filter(([variable, value]) => !(variable.endsWith('_CLIENT_SECRET') && value === `\${${variable}:-}`))
    .map(
      ([variable]) =>
        `${variable} must come from the environment, and its absence must stop the start: \${${variable}:?why}`,
    );
  return [...faults.flatMap(([isWrong, what]) => (isWrong ? [what] : [])), ...dependencies, ...mounts, ...secrets].map(
    (what) => `${name}: ${what}`,
  );
}

function versionFaults(name: string, service: Service | undefined, major: number): string[] {
  return service && !new RegExp(`^${name}:${major}(\\D|$)`).test(service.image ?? '')
    ? [`${name}: its image should be ${name}:${major}`]
    : [];
}

/** A queue must neither forget on restart nor throw jobs away when memory is short (BullMQ asks for noeviction). */
function redisFaults(service: Service | undefined): string[] {
  const command = [service?.command ?? ''].flat().join(' ');
  return [
    [/--appendonly yes/, 'does not keep every write (--appendonly yes)'],
    [/--maxmemory-policy noeviction/, 'may throw jobs away (--maxmemory-policy noeviction)'],
    [/--requirepass/, 'asks for no password (--requirepass)'],
  ].flatMap(([wanted, fault]) =>
    wanted instanceof RegExp && service && !wanted.test(command) ? [`redis: ${fault}`] : [],
  );
}
