import {
  applyDecorators,
  Body,
  HttpCode,
  Query,
  RequestMapping,
  RequestMethod,
  SerializeOptions,
  SetMetadata,
} from '@nestjs/common';
import type { Endpoint } from '#shared/endpoint.js';

/** Where the guard finds the endpoint a handler serves; a handler without one is closed to everybody. */
export const ENDPOINT = 'lumina:endpoint';

/** Marks a handler that is no JSON call of the table: a redirect, a page, a picture. Says why it may be open. */
export const OPEN = 'lumina:open';
export const OpenPage = (because: string) => SetMetadata(OPEN, because);

/** Binds a handler to its row of the endpoint table: same path, same access, and only what its reply names leaves. */
export const Serves = (endpoint: Endpoint) =>
  applyDecorators(
    RequestMapping({ path: endpoint.path, method: RequestMethod[endpoint.method] }),
    HttpCode(endpoint.status),
    SerializeOptions({ schema: endpoint.reply }),
    SetMetadata(ENDPOINT, endpoint),
  );

/** The body, checked against the endpoint's schema. */
export const BodyOf = (endpoint: Endpoint) => Body({ ...(endpoint.body && { schema: endpoint.body }) });

/** The query, checked and coerced by the endpoint's schema. */
export const QueryOf = (endpoint: Endpoint) => Query({ ...(endpoint.query && { schema: endpoint.query }) });
