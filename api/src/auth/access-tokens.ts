import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { OrganisationId, UserId } from '#shared/ids.js';
import { Role } from '#shared/user.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import type { Caller } from './caller.js';
import { deriveKey } from './keys.js';

const MINUTES = 10;

/** Short-lived sign-in tokens, checked without a look at the database. */
@Injectable()
export class AccessTokens {
  private readonly key: Uint8Array;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = deriveKey(config.secret, 'sign-in token');
  }

  async issue(caller: Caller): Promise<{ accessToken: string; expiresAt: string }> {
    const expiresAt = new Date(Date.now() + MINUTES * 60_000);
    const accessToken = await new SignJWT({ org: caller.organisationId, role: caller.role })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(caller.userId)
      .setIssuer('lumina')
      .setAudience('lumina-api')
      .setExpirationTime(expiresAt)
      .sign(this.key);
    return { accessToken, expiresAt: expiresAt.toISOString() };
  }

  /** The caller a token speaks for; undefined where it is not ours, damaged or past its time. */
  async read(token: string): Promise<Caller | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: 'lumina',
        audience: 'lumina-api',
        algorithms: ['HS256'],
      });
      return {
        userId: UserId.parse(payload.sub),
        organisationId: OrganisationId.parse(payload.org),
        role: Role.parse(payload.role),
      };
    } catch {
      return undefined;
    }
  }
}
