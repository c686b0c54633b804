/** What the page and its mailbox say to each other. Real Outlook has its own, undocumented, form of this. */

export interface Person {
  name: string;
  address: string;
}

export type Folder = 'inbox' | 'sentitems' | 'drafts';

/** One line of the message list. */
export interface Row {
  conversationId: string;
  /** As the address shows it. */
  itemId: string;
  /** In Drafts only. */
  draftId: string | null;
  people: string[];
  subject: string;
  snippet: string;
  at: number;
  isUnread: boolean;
}

export interface Item {
  /** The mailbox's own name of it; it stands nowhere in the page. */
  key: string;
  itemId: string;
  from: Person;
  to: Person[];
  cc: Person[];
  subject: string;
  at: number;
  html: string;
}

export interface Conversation {
  id: string;
  subject: string;
  items: Item[];
}

export type Manner = 'new' | 'reply' | 'forward';

/** What a compose holds. */
export interface Content {
  /** The draft it is stored as; null before the first save. */
  draftId: string | null;
  /** The key of the item it answers or forwards. */
  answers: string | null;
  to: Person[];
  cc: Person[];
  bcc: Person[];
  subject: string;
  html: string;
}

export interface StoredDraft extends Content {
  draftId: string;
  conversationId: string;
}

/** What only the sandbox's flags know. */
export interface Ways {
  send: 'ok' | 'blocked' | 'slow';
  undoSendMs: number;
  discardFails: boolean;
}

export interface Rep extends Person {
  place: number;
  signature: string;
}

export interface Session {
  me: Rep;
  /** Everybody with an account in the same company. */
  directory: Person[];
}
