import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DASHBOARD_COOKIE } from '../auth/access.guard.js';
import { mintToken } from '../auth/keys.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { OpenPage } from '../http/serves.js';
import { SignInService } from './sign-in.service.js';
import { donePage, pageHeaders, troublePage } from './sign-in-pages.js';

const Begin = z
  .object({
    for: z.enum(['extension', 'dashboard']).default('extension'),
    /** S256 of a verifier the extension keeps (RFC 7636). */
    challenge: z
      .string()
      .regex(/^[\w-]{43}$/, 'must be the base64url of a sha256')
      .optional(),
    state: z.string().max(500).default(''),
    login_hint: z.string().max(320).optional(),
  })
  .refine((asked) => asked.for === 'dashboard' || asked.challenge !== undefined, {
    path: ['challenge'],
    message: 'is needed to sign in the extension',
  });
const Answer = z.object({
  state: z.string().max(4_000).optional(),
  code: z.string().max(2_000).optional(),
  error: z.string().max(200).optional(),
});

const BROWSER_COOKIE = 'lumina_sign_in';
const DAY_S = 86_400;

@Controller('auth')
export class SignInController {
  private readonly cookie;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly signIn: SignInService,
  ) {
    this.cookie = { httpOnly: true, sameSite: 'lax', secure: config.publicUrl.startsWith('https:') } as const;
  }

  @Get('google')
  @OpenPage('signing in is how one gets a sign-in')
  begin(
    @Query({ schema: Begin }) asked: z.output<typeof Begin>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    // Kept where there is one: two sign-ins side by side must both end.
    const browser = request.cookies[BROWSER_COOKIE] ?? mintToken();
    const destination =
      asked.for === 'dashboard'
        ? ({ for: 'dashboard' } as const)
        : ({ for: 'extension', challenge: asked.challenge ?? '', state: asked.state } as const);
    reply
      .setCookie(BROWSER_COOKIE, browser, { ...this.cookie, path: '/auth', maxAge: 600 })
      .redirect(this.signIn.begin(destination, browser, asked.login_hint), 302);
  }

  @Get('google/callback')
  @OpenPage('the browser comes back from Google, still signed out')
  async finish(
    @Query({ schema: Answer }) answer: z.output<typeof Answer>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const end = await this.signIn.finish(answer, request.cookies[BROWSER_COOKIE]);
    switch (end.at) {
      case 'trouble':
        return void reply.status(400).headers(pageHeaders).send(troublePage(end.trouble));
      case 'dashboard':
        return void reply
          .setCookie(DASHBOARD_COOKIE, end.cookie, { ...this.cookie, path: '/', maxAge: 60 * DAY_S })
          .redirect('/dashboard/', 302);
      case 'extension':
        return void reply.redirect(`/auth/done?${new URLSearchParams({ code: end.code, state: end.state })}`, 302);
    }
  }

  @Get('done')
  @OpenPage('the code in its address is the secret, and the extension reads it there')
  done(@Res() reply: FastifyReply): void {
    reply.headers(pageHeaders).send(donePage());
  }
}
