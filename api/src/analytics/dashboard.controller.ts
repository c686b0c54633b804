import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OpenPage } from '../http/serves.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

// Chart and skeleton place themselves with style attributes, hence 'unsafe-inline' for styles; scripts are only our own files.
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves what Vite built. The page itself is open; what it shows is asked for with the admin's cookie. */
@Controller('dashboard')
export class DashboardController {
  @Get()
  @OpenPage('the page holds no data: it asks for it, or offers to sign in')
  page(@Res() reply: FastifyReply) {
    return this.serve('index.html', 'no-cache', reply);
  }

  @Get('assets/:name')
  @OpenPage('scripts and styles of the page, the same for everybody')
  asset(@Param('name') name: string, @Res() reply: FastifyReply) {
    // Vite puts the content's hash into the name.
    return this.serve(path.join('assets', path.basename(name)), 'public, max-age=31536000, immutable', reply);
  }

  private async serve(name: string, cacheControl: string, reply: FastifyReply) {
    const type = types[path.extname(name)];
    const content = type && (await readFile(path.join(builtFolder(), name)).catch(() => undefined));
    if (!type || !content)
      return reply
        .status(404)
        .type('text/plain; charset=utf-8')
        .send('This page is not built yet: run `npm run build`.');
    return reply
      .headers({
        'content-type': type,
        'cache-control': cacheControl,
        'content-security-policy': CSP,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .send(content);
  }
}

/** Found by walking up: from api/src/analytics as from dist/api/src/analytics. */
function builtFolder() {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'dist/dashboard');
    if (existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder)) return path.join(import.meta.dirname, 'dist/dashboard');
  }
}
