import { h } from './dom.js';
import { hex } from './hashed.js';
import type { Recipients } from './recipients.js';
import { words } from './words.js';

let parts = 0;

/** The elements of one compose. The numbers count up over the life of the page; the token is no id of the mailbox. */
export function composeFrame(row: HTMLElement, header: (token: string) => Recipients, subjectText: string) {
  const number = parts;
  parts += 2;
  const token = hex(11);
  const who = header(token);
  const subject = h('input', {
    id: `MSG_${token}_SUBJECT`,
    type: 'text',
    maxlength: '255',
    placeholder: words.addSubject,
    'aria-label': words.addSubject,
    autocomplete: 'off',
    $: 'subject',
  });
  subject.value = subjectText;
  const body = h('div', {
    role: 'textbox',
    contenteditable: 'true',
    'aria-multiline': 'true',
    'aria-label': words.messageBody,
    $: 'body',
  });
  const note = h('span', { $: 'soft', 'data-standin-saved': '' });
  const complaint = h('div', { role: 'alert', $: 'complaint', hidden: '' });
  const actions = h('div', { $: 'top' }, row, note);
  const root = h(
    'div',
    { id: `docking_InitVisiblePart_${number}`, $: 'compose' },
    actions,
    complaint,
    who.root,
    h('div', { $: 'subjectrow' }, subject),
    h(
      'div',
      { id: `docking_DockingTriggerPart_${number}`, $: 'sheet' },
      h('div', { id: `editorParent_${number + 1}`, $: 'sheet' }, body),
    ),
  );
  return { root, row, who, subject, body, note, complaint };
}
