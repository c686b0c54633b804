import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../http.js';

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** One of the page's own files. They are browser code as written; nothing builds or copies them. */
export function pageFile(name: string): Answer {
  const [, extension = ''] = /^[\w-]+\.(\w+)$/.exec(name) ?? [];
  const type = TYPES[extension];
  const path = join(pageFolder(), name);
  if (type === undefined || !existsSync(path)) return { status: 404 };
  return {
    status: 200,
    headers: { 'content-type': type, 'x-content-type-options': 'nosniff' },
    body: readFileSync(path),
  };
}

/** Beside this file in the source tree; compiled to dist/, the same place in the source tree that dist/ stands in. */
function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'page');
  return existsSync(beside) ? beside : join(here, '..', '..', '..', '..', 'e2e', 'sandbox', 'gmail-web', 'page');
}
