import { readableText } from '../gmail-view.js';
import { field } from '../letter.js';
import type { Message } from '../mailbox.js';
import { invalid } from './call.js';

const PLACES: Record<string, string> = { inbox: 'INBOX', sent: 'SENT', drafts: 'DRAFT', draft: 'DRAFT' };

/**
 * Gmail's search, the few operators this stand-in knows; all terms must hold. Custom headers cannot be searched, as in
 * Gmail. Throws on an operator it does not know rather than answering with nothing: silence would look like absence.
 */
export function matches(message: Message, q: string): boolean {
  const terms = q.match(/-?[\w]+:(?:"[^"]*"|\S+)|"[^"]*"|\S+/g) ?? [];
  return terms.every((term) => {
    const not = term.startsWith('-');
    const holds = holdsFor(message, not ? term.slice(1) : term);
    return not ? !holds : holds;
  });
}

function holdsFor(message: Message, term: string): boolean {
  const [, operator, quoted = ''] = /^(\w+):(.+)$/.exec(term) ?? [];
  const value = (operator === undefined ? term : quoted).replaceAll('"', '').toLowerCase();
  const has = (name: string) => (field(message.raw, name) ?? '').toLowerCase().includes(value);
  switch (operator) {
    case undefined:
      return has('Subject') || readableText(message.raw).toLowerCase().includes(value);
    case 'rfc822msgid':
      return message.rfcId.toLowerCase().replace(/[<>]/g, '') === value.replace(/[<>]/g, '');
    case 'from':
    case 'to':
    case 'cc':
    case 'subject':
      return has(operator);
    case 'in':
      return value === 'anywhere' || message.labels.includes(PLACES[value] ?? value.toUpperCase());
    case 'is':
      return message.labels.includes(value.toUpperCase());
    case 'after':
      return message.at >= seconds(value) * 1000;
    case 'before':
      return message.at < seconds(value) * 1000;
    default:
      throw invalid(`The sandbox does not know the search operator "${operator}:"`);
  }
}

function seconds(value: string): number {
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value.replaceAll('/', '-')) / 1000;
}
