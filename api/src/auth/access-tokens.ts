import { createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { OrganisationId, UserId } from '#shared/ids.js';
import { Role } from '#shared/user.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import type { Caller } from './caller.js';
import { deriveKey } from './keys.js';

const MINUTES = 10;
const REMEMBERED = 5_000;

interface Verified {
  caller: Caller;
  expiresAt: number;
}

/** Short-lived sign-in tokens, checked without a look at the database. */
@Injectable()
export class AccessTokens {
  /** As an object, which jose imports once; bare bytes it would import for every token. */
  private readonly key: KeyObject;
  /** A browser shows its token with every call, and checking the signature was a fifth of what accepting a send cost. */
  private readonly verified = new Map<string, Verified>();

  constructor(@Inject(CONFIG) config: Config) {
    this.key = createSecretKey(deriveKey(config.secret, 'sign-in token'));
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
    const known = this.verified.get(token);
    if (known) return known.expiresAt > Date.now() ? known.caller : undefined;
    const read = await this.verify(token);
    if (!read) return undefined;
    this.verified.set(token, read);
    for (const oldest of this.verified.keys()) {
      if (this.verified.size <= REMEMBERED) break;
      this.verified.delete(oldest);
    }
    return read.caller;
  }

  private async verify(token: string): Promise<Verified | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: 'lumina',
        audience: 'lumina-api',
        algorithms: ['HS256'],
      });
      const caller = {
        userId: UserId.parse(payload.sub),
        organisationId: OrganisationId.parse(payload.org),
        role: Role.parse(payload.role),
      };
      return { caller, expiresAt: (payload.exp ?? 0) * 1_000 };
    } catch {
      return undefined;
    }
  }
}
