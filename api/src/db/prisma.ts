import { PrismaPg } from '@prisma/adapter-pg';
import type { OrganisationId } from '#shared/ids.js';
import { PrismaClient } from '../generated/prisma/client.js';

/** Connections of its own: Prisma gives and takes them by itself, so each query states its binding anew. */
export function createPrisma(databaseUrl: string): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: databaseUrl, max: 6, application_name: 'lumina' },
      {
        onPoolError: () => undefined,
      },
    ),
  });
}

/** Every operation runs in one transaction with its binding: role and organisation end with it. */
export function bindPrisma(prisma: PrismaClient, organisation: OrganisationId) {
  return prisma.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        const [, , result] = await prisma.$transaction([
          prisma.$executeRaw`set local role lumina_app`,
          prisma.$executeRaw`select set_config('lumina.organisation', ${organisation}, true)`,
          query(args),
        ]);
        return result;
      },
    },
  });
}

export type BoundPrisma = Omit<ReturnType<typeof bindPrisma>, '$transaction' | '$connect' | '$disconnect'>;
