import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Challenge, SignInWay } from '#shared/user.js';
import { DASHBOARD_COOKIE } from '../auth/access.guard.js';
import { mintToken } from '../auth/keys.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { OpenPage } from '../http/serves.js';
import { SignInService, type SignInTrouble } from './sign-in.service.js';
import { donePage, pageHeaders, troublePage } from './sign-in-pages.js';

const Begin = z
  .object({
    for: z.enum(['extension', 'dashboard']).default('extension'),
    challenge: Challenge.optional(),
    state: z.string().max(500).default(''),
    login_hint: z.string().max(320).optional(),
    link: z.string().max(1_000).optional(),
  })
  .refine((asked) => asked.for === 'dashboard' || asked.challenge !== undefined, {
    path: ['challenge'],
    message: 'is needed to sign in the extension',
  });
const Answer = z.object({
  state: z.string().max(4_000).optional(),
  // Microsoft's codes were seen with well over a thousand characters.
  code: z.string().max(8_000).optional(),
  error: z.string().max(200).optional(),
});
const Way = { schema: SignInWay };

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

  @Get(':way')
  @OpenPage('signing in is how one gets a sign-in')
  async begin(
    @Param('way', Way) way: SignInWay,
    @Query({ schema: Begin }) asked: z.output<typeof Begin>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // Kept where there is one: two sign-ins side by side must both end.
    const browser = request.cookies[BROWSER_COOKIE] ?? mintToken();
    const { login_hint: loginHint, challenge = '', link, state } = asked;
    const begun = await this.signIn.begin(way, { for: asked.for, challenge, state, loginHint, link }, browser);
    if (begun.at === 'trouble') return this.sayTrouble(reply, begun.trouble, way);
    reply.setCookie(BROWSER_COOKIE, browser, { ...this.cookie, path: '/auth', maxAge: 600 }).redirect(begun.url, 302);
  }

  @Get(':way/callback')
  @OpenPage('the browser comes back from Google or Microsoft, still signed out')
  async finish(
    @Param('way', Way) way: SignInWay,
    @Query({ schema: Answer }) answer: z.output<typeof Answer>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const end = await this.signIn.finish(way, answer, request.cookies[BROWSER_COOKIE]);
    switch (end.at) {
      case 'trouble':
        return this.sayTrouble(reply, end.trouble, way);
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

  private sayTrouble(reply: FastifyReply, trouble: SignInTrouble, way: SignInWay): void {
    reply
      .status(trouble === 'notSetUp' || trouble === 'unreachable' ? 503 : 400)
      .headers(pageHeaders)
      .send(troublePage(trouble, way));
  }
}
