import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '#shared/endpoint.js';
import { Refusal } from '../http/problem.js';
import { ENDPOINT, OPEN } from '../http/serves.js';
import { AccessTokens } from './access-tokens.js';
import { type Caller, rememberCaller } from './caller.js';
import { SessionsService } from './sessions.service.js';

/** Stands before every handler. Nothing answers without a sign-in but what the endpoint table, or an OpenPage, says is open. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const endpoint = this.reflector.get<Endpoint | undefined>(ENDPOINT, context.getHandler());
    if (endpoint?.access === 'public' || this.reflector.get(OPEN, context.getHandler()) !== undefined) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.callerOf(request);
    if (!caller) throw new Refusal('signedOut', 'Sign in to Lumina first.');
    if (endpoint?.access !== 'rep' && caller.role !== 'admin')
      throw new Refusal('forbidden', 'Only an admin of your organisation may see this.');
    rememberCaller(request, caller);
    return true;
  }

  private async callerOf(request: FastifyRequest): Promise<Caller | undefined> {
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer) return this.tokens.read(bearer);
    // The cookie is for the dashboard's own reads; another site's page can't use it, and nothing is changed with it.
    const cookie = request.cookies[DASHBOARD_COOKIE];
    const site = request.headers['sec-fetch-site'];
    if (!cookie || request.method !== 'GET' || (site !== undefined && site !== 'same-origin' && site !== 'none'))
      return undefined;
    return this.sessions.ofDashboard(cookie);
  }
}

export const DASHBOARD_COOKIE = 'lumina_dashboard';
