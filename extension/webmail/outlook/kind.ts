/** What can be told of a compose by how it is built, whatever its language. */
export interface Build {
  hasQuote: boolean;
  /** It lies within a conversation that is being read. */
  isInConversation: boolean;
  /** It opened with recipients, or with its recipients folded to a line, which it never is without any. */
  openedToSomeone: boolean;
}

export type Kind = 'new' | 'reply' | 'forward';

/** What opens with another's mail under it and to nobody is a forward; with it and to somebody, an answer. */
export function kindOf({ hasQuote, isInConversation, openedToSomeone }: Build): Kind {
  if (!hasQuote && !isInConversation) return 'new';
  return openedToSomeone ? 'reply' : 'forward';
}
