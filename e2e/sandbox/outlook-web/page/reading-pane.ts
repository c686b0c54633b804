import type { Conversation, Item, Manner, Person } from '../wire.js';
import { answeredSubject, newText } from './body-text.js';
import { type Compose, openCompose, type Place } from './compose.js';
import { button, h } from './dom.js';
import { hex } from './hashed.js';
import { popOut } from './pop-out.js';
import { nodesOf } from './safe-html.js';
import { me, read } from './session.js';
import { shortly, words } from './words.js';

/** One conversation, with its answer open below the mail it answers. */
export interface Reading {
  id: string;
  root: HTMLElement;
  refresh(): Promise<void>;
  /** An open answer is put away; its draft stays. */
  leave(): void;
}

let bodies = 0;

export function readConversation(id: string): Reading {
  const root = h('div', { 'data-app-section': 'ConversationContainer', $: 'conversation' });
  const title = h('div', { role: 'heading', 'aria-level': '2', $: 'title' });
  root.append(title);
  const drawn = new Set<string>();
  let answer: Compose | undefined;

  async function refresh(): Promise<void> {
    const fresh = await read<Conversation>('conversation', { id });
    if (!fresh) return;
    title.textContent = fresh.subject || words.noSubject;
    for (const item of fresh.items) {
      if (drawn.has(item.key)) continue;
      drawn.add(item.key);
      root.append(itemView(item));
    }
  }

  function itemView(item: Item): HTMLElement {
    const token = hex(11);
    const slot = h('div', { $: 'answer' });
    const act = (name: 'reply' | 'replyAll' | 'forward', hook: string) =>
      button(
        { 'aria-label': words[name], title: words[name], $: 'press', [`data-standin-${hook}`]: '' },
        words[name],
        () => begin(item, name, slot),
      );
    bodies += 1;
    return h(
      'div',
      { $: 'item', 'data-standin-item': '' },
      h('div', { id: `MSG_${token}_FROM`, role: 'group', 'aria-label': words.from, $: 'who' }, written(item.from)),
      h('div', { $: 'soft' }, shortly(item.at)),
      h(
        'div',
        { id: `MSG_${token}_TO`, role: 'group', 'aria-label': words.to, $: 'soft' },
        `${words.to}: ${item.to.map(written).join('; ')}`,
      ),
      h('div', { id: `MSG_${token}_SUBJECT`, $: 'soft' }, item.subject),
      h(
        'div',
        { id: `UniqueMessageBody_${bodies}`, role: 'document', 'aria-label': words.messageBody, $: 'mail' },
        ...nodesOf(item.html),
      ),
      h('div', { $: 'presses' }, act('reply', 'reply'), act('replyAll', 'reply-all'), act('forward', 'forward')),
      slot,
    );
  }

  function begin(item: Item, act: 'reply' | 'replyAll' | 'forward', slot: HTMLElement): void {
    if (answer) return;
    const place: Place = {
      document,
      isInline: true,
      show: (compose) => slot.append(compose),
      hide: (compose) => compose.remove(),
      end: () => {
        answer = undefined;
      },
      popOut,
    };
    const manner: Manner = act === 'forward' ? 'forward' : 'reply';
    const mark = manner === 'forward' ? words.forwardMark : words.answerMark;
    answer = openCompose(
      {
        draftId: null,
        answers: item.key,
        ...peopleFor(item, act),
        bcc: [],
        subject: answeredSubject(item.subject, mark),
        text: newText(),
        quote: item,
      },
      place,
    );
  }

  return { id, root, refresh, leave: () => void answer?.putAway() };
}

function peopleFor(item: Item, act: 'reply' | 'replyAll' | 'forward'): { to: Person[]; cc: Person[] } {
  if (act === 'forward') return { to: [], cc: [] };
  const others = (people: Person[]) => people.filter((one) => one.address !== me.address);
  const sender = item.from.address === me.address ? item.to : [item.from];
  if (act === 'reply') return { to: sender, cc: [] };
  const to = [...sender, ...others(item.to)];
  return {
    to: to.filter((one, at) => to.findIndex((other) => other.address === one.address) === at),
    cc: others(item.cc),
  };
}

function written(person: Person): string {
  return person.name || person.address;
}
