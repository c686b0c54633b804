import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { OrganisationId, UserId } from '#shared/ids.js';
import type { Role } from '#shared/user.js';

/** Who is calling, as the guard found it in the sign-in token or the dashboard's cookie. */
export interface Caller {
  userId: UserId;
  organisationId: OrganisationId;
  role: Role;
}

const callers = new WeakMap<object, Caller>();

export const rememberCaller = (request: FastifyRequest, caller: Caller) => callers.set(request, caller);

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Error('a handler asked for its caller but lets anyone in');
  return caller;
});
