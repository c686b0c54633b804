import type { Address } from '#shared/draft.js';
import type { Prospect } from '#shared/prospect.js';
import type { View } from '../messaging/protocol.js';
import { draftStatus } from './words.js';

interface Props {
  prospect: Prospect | null;
  recipient: Address | null;
  view: View | null;
  isSignedIn: boolean;
}

/** Whom the draft is for and what state it is in: one line, always there. */
export function Header({ prospect, recipient, view, isSignedIn }: Props) {
  const name = prospect?.name || recipient?.name || recipient?.email || 'No recipient yet';
  const company = prospect?.company?.name;
  const who = company ? `${name} · ${company}` : name;
  const status = draftStatus(view, isSignedIn);
  return (
    <header className="head">
      <h1 title={who}>{who}</h1>
      <span className="status" data-testid="draft-status" role="status" title={status.title}>
        {status.word}
      </span>
    </header>
  );
}
