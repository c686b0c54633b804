import { conversationId } from '../exchange-ids.js';
import type { Mailbox, Message } from '../mailbox.js';
import { subjectOf } from '../people.js';
import { propertiesOf } from '../properties.js';
import { badRequest } from './call.js';
import { isSameProperty } from './message-view.js';

/** One condition of a $filter: what it asks about, and whether a message meets it. */
interface Condition {
  property: string;
  holds: (mailbox: Mailbox, message: Message) => boolean;
}

/**
 * The forms of $filter this stand-in knows, joined by `and`. Any other is refused by name rather than answered with
 * nothing: silence would look like absence.
 */
export function readFilter(filter: string | null): Condition[] {
  return filter === null ? [] : split(filter).map(condition);
}

/**
 * Exchange sorts only by what the filter names first: properties in $orderby must be in $filter too, in the same order,
 * before any others (api/user-list-messages, "Using filter and orderby in the same query").
 */
export function refuseInefficient(conditions: Condition[], orderBy: string[]): void {
  if (conditions.length === 0) return;
  const named = [...new Set(conditions.map((one) => one.property))];
  if (!orderBy.every((property, index) => named[index] === property))
    throw badRequest('The restriction or sort order is too complex for this operation.', 'InefficientFilter');
}

const TIMES: Record<string, (message: Message) => number> = {
  receivedDateTime: (message) => message.at,
  sentDateTime: (message) => message.at,
  createdDateTime: (message) => message.storedAt,
  lastModifiedDateTime: (message) => message.modifiedAt,
};

export function timeOf(property: string, message: Message): number {
  return TIMES[property]?.(message) ?? 0;
}

function condition(text: string): Condition {
  const property =
    /^singleValueExtendedProperties\/any\(\s*(\w+)\s*:\s*\1\/id eq '((?:[^']|'')*)' and \1\/value eq '((?:[^']|'')*)'\s*\)$/i.exec(
      text,
    );
  if (property) {
    const [id, value] = [quoted(property[2]), quoted(property[3]).toLowerCase()];
    return {
      property: 'singleValueExtendedProperties',
      // The value is compared without case, the name with it (microsoft-graph-docs #3766 and its answers).
      holds: (mailbox, message) =>
        propertiesOf(mailbox, message.id).some(
          (one) => isSameProperty(one.id, id) && one.value.toLowerCase() === value,
        ),
    };
  }
  const [, name = '', operator = '', given = ''] = /^([\w/]+) (eq|ne|ge|gt|le|lt) (.+)$/.exec(text) ?? [];
  if (name in TIMES) {
    const wanted = Date.parse(given);
    if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(given) || Number.isNaN(wanted)) throw unknown(text);
    return { property: name, holds: (_, message) => compares(operator, seconds(timeOf(name, message)), wanted) };
  }
  if (name === 'isRead' || name === 'isDraft') {
    const label = name === 'isRead' ? 'UNREAD' : 'DRAFT';
    const carries = (given === 'true') === (name === 'isDraft');
    if (operator !== 'eq' || !/^(true|false)$/.test(given)) throw unknown(text);
    return { property: name, holds: (_, message) => message.labels.includes(label) === carries };
  }
  const says = STRINGS[name];
  const value = /^'((?:[^']|'')*)'$/.exec(given)?.[1];
  if (!says || operator !== 'eq' || value === undefined) throw unknown(text);
  return { property: name, holds: (mailbox, message) => says(mailbox, message) === quoted(value) };
}

const STRINGS: Record<string, (mailbox: Mailbox, message: Message) => string> = {
  internetMessageId: (_, message) => message.rfcId,
  conversationId: (mailbox, message) => conversationId(mailbox.email, message.threadId),
  subject: (_, message) => subjectOf(message.raw),
};

function compares(operator: string, one: number, other: number): boolean {
  switch (operator) {
    case 'ge':
      return one >= other;
    case 'gt':
      return one > other;
    case 'le':
      return one <= other;
    case 'lt':
      return one < other;
    case 'eq':
      return one === other;
    default:
      return one !== other;
  }
}

/** What is shown is what is compared, and Graph shows whole seconds. */
function seconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** At each ` and ` that stands neither in quotes nor in brackets. */
function split(filter: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < filter.length; at += 1) {
    const character = filter[at];
    if (character === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && filter.startsWith(' and ', at)) {
      parts.push(filter.slice(start, at).trim());
      start = at + ' and '.length;
    }
  }
  return [...parts, filter.slice(start).trim()];
}

const quoted = (text = '') => text.replaceAll("''", "'");

function unknown(text: string) {
  return badRequest(`The sandbox does not know the filter "${text}"`, 'ErrorInvalidUrlQueryFilter');
}
