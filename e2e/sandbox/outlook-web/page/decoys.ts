import { button, h } from './dom.js';
import { hex, letters } from './hashed.js';
import { words } from './words.js';

/** What else lies about in Outlook's document and is not what it seems. */
export function placeDecoys(): void {
  document.body.append(leftOverCompose(), closeAtZero(), h('div', { role: 'dialog', $: 'empty' }));
}

/** An old compose that was put away and never taken out of the document. */
function leftOverCompose(): HTMLElement {
  const token = hex(11);
  const id = `splitButton-r${letters(2)}__primaryActionButton`;
  return h(
    'div',
    { id: 'docking_InitVisiblePart_98', $: 'old', 'aria-hidden': 'true' },
    h('div', { 'data-testid': 'ComposeSendButton' }, h('button', { id, type: 'button', 'aria-label': words.send })),
    h('button', { id: 'discardCompose', type: 'button', 'aria-label': words.discard }),
    h('div', { id: `MSG_${token}_TO`, role: 'group' }, h('div', { contenteditable: 'true', 'aria-label': words.to })),
    h('input', { id: `MSG_${token}_SUBJECT`, maxlength: '255' }),
    h(
      'div',
      { id: 'editorParent_99' },
      h('div', { role: 'textbox', contenteditable: 'true', 'aria-multiline': 'true', 'aria-label': words.messageBody }),
    ),
  );
}

function closeAtZero(): HTMLElement {
  return button({ 'aria-label': words.close, $: 'zero', tabindex: '-1' }, '', () => {});
}
