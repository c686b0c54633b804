import { type Ask, UnknownRoute } from '../http.js';
import { bodyOf } from '../letter.js';
import { cut, parameterised } from '../mime-tree.js';
import { invalid } from './call.js';

/** The JSON of a request, and the mail beside it when it came by one of the /upload/ forms. */
export function readUpload(ask: Ask): { body: unknown; media?: Buffer } {
  if (!ask.url.pathname.startsWith('/upload/')) return { body: readJson(ask.body) };
  switch (ask.url.searchParams.get('uploadType')) {
    case 'media':
      return { body: {}, media: ask.body };
    case 'multipart': {
      const boundary = parameterised(ask.headers['content-type'] ?? '').parameters.boundary ?? '';
      const [meta, mail] = cut(ask.body, boundary);
      if (!meta || !mail) throw invalid('Multipart must contain exactly two parts');
      return { body: readJson(bodyOf(meta)), media: bodyOf(mail) };
    }
    default:
      throw new UnknownRoute(`${ask.method} ${ask.url.pathname}${ask.url.search} (resumable uploads)`);
  }
}

function readJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw invalid('Invalid JSON payload received.');
  }
}
