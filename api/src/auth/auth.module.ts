import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { SessionsService } from './sessions.service.js';

@Global()
@Module({ providers: [AccessTokens, SessionsService], exports: [AccessTokens, SessionsService] })
export class AuthModule {}
