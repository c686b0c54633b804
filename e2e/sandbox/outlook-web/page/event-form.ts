import { banner } from './banner.js';
import { button, h } from './dom.js';
import { openEditor } from './editor.js';
import { hex, letters } from './hashed.js';
import { canvas } from './session.js';
import { openWell } from './well.js';
import { words } from './words.js';

/** The calendar's form for a new event: much like a compose, and none. It stores nothing. */
export function showEventForm(): void {
  const token = hex(11);
  const people = h('div', { id: `MSG_${token}_TO`, role: 'group', $: 'group' });
  const body = h('div', {
    role: 'textbox',
    contenteditable: 'true',
    'aria-multiline': 'true',
    'aria-label': words.messageBody,
    $: 'body',
  });
  const form = h(
    'div',
    {
      id: `ModalFocusTrapZone${hex(3)}`,
      'data-app-section': 'Form_Content',
      role: 'main',
      'aria-label': words.event,
      $: 'stage whole',
    },
    h(
      'div',
      { $: 'top' },
      h(
        'div',
        { 'data-testid': 'ComposeSendButton' },
        button(
          { id: `splitButton-r${letters(2)}__primaryActionButton`, 'aria-label': words.send, $: 'press primary' },
          words.send,
          () => {},
        ),
      ),
    ),
    h('input', {
      id: `MSG_${token}_SUBJECT`,
      maxlength: '255',
      placeholder: words.eventTitle,
      'aria-label': words.eventTitle,
      $: 'subject',
    }),
    people,
    h(
      'div',
      { id: `MSG_${token}_DATETIME`, role: 'group' },
      h('input', { type: 'datetime-local', 'aria-label': words.sentOn }),
    ),
    h('div', { id: 'editorParent_1', $: 'sheet' }, body),
  );
  document.body.append(h('div', { $: 'page' }, banner(), form));
  openWell(people, words.attendees, [], () => {});
  openEditor(body, [h('div', {}, h('br'))], canvas === 'dark', () => {});
}
