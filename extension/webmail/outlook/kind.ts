/** What can be told of a compose by how it is built, whatever its language. */
export interface Build {
  hasQuote: boolean;
  /** It lies within a conversation that is being read. */
  isInConversation: boolean;
  /** It opened with recipients, or with its recipients folded to a line, which it never is without any. */
  openedToSomeone: boolean;
  /** What stands before its subject in some language says that it is one. */
  isNamedForward: boolean;
}

export type Kind = 'new' | 'reply' | 'forward';

/**
 * What opens with another's mail under it and to nobody is a forward; with it and to somebody, an answer. Unless it is named
 * a forward: one whose recipients were put in before we saw it, or that was kept in Drafts, must not go out as an answer.
 */
export function kindOf({ hasQuote, isInConversation, openedToSomeone, isNamedForward }: Build): Kind {
  if (!hasQuote && !isInConversation) return 'new';
  return openedToSomeone && !isNamedForward ? 'reply' : 'forward';
}

/**
 * Whether a subject begins as forwards do, in the languages whose mark is commonly known; none was checked on a live page. A
 * language that is missing leaves it to the recipients.
 */
export const namesForward = (subject: string): boolean =>
  /^\s*(fwd?|wg|tr|rv|rtr|enc|vs|vb|vl|doorst|i|pd|转发|轉寄|転送)\s?[:：]/iu.test(subject);
