import type { RewriteInput } from '#shared/suggestion.js';
import type { Question } from '../messaging/protocol.js';
import { factsOf, type Open, type PanelState } from './state.js';

export type Request = RewriteInput['mode'] | 'personalize';

/** What the engine is asked about a draft: its text as it is now, what is known of the recipient, and the rep's own day. */
export function questionOf(state: PanelState, { compose }: Open, request: Request): Question {
  const { draftId, content } = compose;
  const to = content.to[0];
  const prospect = to ? (state.prospects[to.email.toLowerCase()] ?? null) : null;
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
  const revision = state.view?.draft?.draftId === draftId ? state.view.draft.revision : 0;
  const draft = { draftId, revision, subject: content.subject, text: content.text, today };
  const name = prospect?.name || to?.name || '';
  if (request === 'personalize') {
    const about = { name, email: to?.email ?? '', company: prospect?.company?.name ?? null };
    return { kind: 'personalize', input: { ...draft, prospect: about, facts: factsOf(prospect) } };
  }
  const names = [name, prospect?.company?.name, state.view?.signedInName, ...content.to.map((each) => each.name)];
  return {
    kind: 'rewrite',
    input: { ...draft, mode: request, names: [...new Set(names.filter((each) => !!each))] as string[] },
  };
}
