import { h, withAttributes } from './dom.js';

/**
 * One address row (to, cc or bcc): chips and an entry. The nesting is what InboxSDK walks to notice a change, and the
 * entry takes a paste, which is how it sets recipients.
 * @param {'to' | 'cc' | 'bcc'} kind
 * @param {() => void} changed
 */
export function recipientRow(kind, changed) {
  const chips = h('div.lm-chips');
  const label = `${kind[0].toUpperCase()}${kind.slice(1)}`;
  const entry = withAttributes(
    h('input[role=combobox][tabindex=1][aria-autocomplete=list][peoplekit-id=BbVjBd][autocomplete=off]'),
    {
      'aria-label': `${label} recipients`,
      'aria-expanded': 'false',
    },
  );
  const listbox = withAttributes(h('div[role=listbox]', h('div', chips), h('div.lm-entry', entry)), {
    'aria-label': label,
  });
  const line = h('div', h('span.lm-kind[aria-hidden=true]', label), listbox);
  const row = h(`div.anm[name=${kind}]`, h('div', h('div', h('div', line))));

  const add = ({ name, address }) => {
    const remove = withAttributes(h('div.afX[role=button][tabindex=0]', '×'), { 'aria-label': `Remove ${address}` });
    const chip = withAttributes(h('div.lm-chip[role=option]', h('span', name || address), remove), {
      'data-name': name || address,
      'data-hovercard-id': address,
      title: address,
    });
    remove.addEventListener('click', () => {
      chip.remove();
      changed();
    });
    chips.append(chip);
  };

  const commit = () => {
    const typed = entry.value;
    entry.value = '';
    const people = typed
      .split(/[,;\n]/)
      .map(parsePerson)
      .filter((person) => person.address !== '');
    people.forEach(add);
    if (people.length > 0) changed();
  };

  entry.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain');
    if (!text) return;
    event.preventDefault();
    entry.value += text;
    commit();
  });
  entry.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && entry.value === '') chips.lastElementChild?.querySelector('.afX')?.click();
    if (!['Enter', 'Tab', ',', ';'].includes(event.key) || entry.value.trim() === '' || event.ctrlKey || event.metaKey)
      return;
    if (event.key !== 'Tab') event.preventDefault();
    commit();
  });
  entry.addEventListener('blur', commit);

  return {
    row,
    line,
    entry,
    add,
    commit,
    read: () => [...chips.children].map((chip) => ({ name: chip.dataset.name, address: chip.dataset.hovercardId })),
  };
}

function parsePerson(typed) {
  const named = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(typed);
  return named ? { name: named[1], address: named[2].trim() } : { name: '', address: typed.trim() };
}
