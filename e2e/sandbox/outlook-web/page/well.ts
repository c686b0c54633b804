import { Editor } from 'roosterjs-content-model-core';
import {
  createContentModelDocument,
  createEntity,
  createParagraph,
  createSelectionMarker,
  createText,
} from 'roosterjs-content-model-dom';
import type { ContentModelDocument, EditorPlugin, PluginEvent } from 'roosterjs-content-model-types';
import type { Person } from '../wire.js';
import { chip, parsePeople, peopleOf } from './chips.js';
import { h } from './dom.js';
import { suggest } from './suggestions.js';
import { parsed } from './trusted.js';

const TYPE = 'RECIPIENT_ENTITY';

export interface Well {
  root: HTMLElement;
  people(): Person[];
  add(people: Person[]): void;
  /** Makes people of what is still only typed. */
  commit(): void;
  focus(): void;
}

/** The editable part of To, Cc or Bcc: an editor of its own, in which people are entities between the words. */
export function openWell(place: HTMLElement, label: string, start: Person[], changed: () => void): Well {
  const root = h('div', {
    contenteditable: 'true',
    'aria-label': label,
    role: 'textbox',
    spellcheck: 'false',
    $: 'well',
  });
  root.classList.add('EditorClass');
  place.append(root);
  const editor = new Editor(root, {
    initialModel: modelOf(start.map(chip), ''),
    plugins: [
      new Keys(
        () => commit(true),
        () => suggestions.close(),
        typed,
      ),
    ],
    trustedHTMLHandler: { htmlToDOM: parsed },
    doNotAdjustEditorColor: true,
  });
  const suggestions = suggest(place, (person) => rewrite([person], '', true));

  /** The words between the chips. */
  function rest(): string {
    const clone = root.cloneNode(true) as HTMLElement;
    for (const one of clone.querySelectorAll('._Entity')) one.replaceWith(';');
    return clone.textContent ?? '';
  }

  function typed(): void {
    suggestions.show(parsePeople(rest()).rest || lastWord(rest()), peopleOf(root));
  }

  function rewrite(more: Person[], left: string, keepsFocus: boolean): void {
    const there = [...root.querySelectorAll<HTMLElement>(`._EType_${TYPE}`)];
    editor.formatContentModel(
      (model) => {
        model.blocks.splice(0, model.blocks.length, ...modelOf([...there, ...more.map(chip)], left).blocks);
        return true;
      },
      { changeSource: 'Recipients' },
    );
    if (keepsFocus) editor.focus();
    suggestions.close();
    if (more.length > 0) changed();
  }

  function commit(keepsFocus: boolean): void {
    const { people, rest: left } = parsePeople(rest());
    if (people.length > 0) rewrite(people, left, keepsFocus);
    else suggestions.close();
  }

  root.addEventListener('focusout', () => setTimeout(() => root.isConnected && commit(false), 100));
  root.addEventListener('click', (event) => {
    const doomed = (event.target as Element).closest('[role=button]')?.closest(`._EType_${TYPE}`);
    if (!doomed) return;
    doomed.remove();
    changed();
  });
  // A chip that was deleted by key or by Undo is a change as well.
  let before = peopleOf(root).length;
  new MutationObserver(() => {
    const now = peopleOf(root).length;
    if (now < before) changed();
    before = now;
  }).observe(root, { childList: true, subtree: true });

  return {
    root,
    people: () => peopleOf(root),
    add: (people) => rewrite(people, '', false),
    commit: () => commit(false),
    focus: () => editor.focus(),
  };
}

const lastWord = (text: string) =>
  text
    .split(/[,;\n]/)
    .at(-1)
    ?.replaceAll('\u200b', '')
    .trim() ?? '';

/** A zero-width space, the people, what is typed, and the caret. */
function modelOf(chips: HTMLElement[], typed: string): ContentModelDocument {
  const model = createContentModelDocument();
  const paragraph = createParagraph();
  paragraph.segments.push(createText('\u200b'));
  for (const one of chips) paragraph.segments.push(createEntity(one, true, {}, TYPE), createText('\u00a0'));
  if (typed !== '') paragraph.segments.push(createText(typed));
  paragraph.segments.push(createSelectionMarker());
  model.blocks.push(paragraph);
  return model;
}

/** Enter, comma, semicolon and Tab end a name; Escape puts the suggestions away. */
class Keys implements EditorPlugin {
  private readonly commit: () => void;
  private readonly close: () => void;
  private readonly typed: () => void;

  constructor(commit: () => void, close: () => void, typed: () => void) {
    this.commit = commit;
    this.close = close;
    this.typed = typed;
  }

  getName(): string {
    return 'RecipientKeys';
  }

  initialize(): void {}

  dispose(): void {}

  onPluginEvent(event: PluginEvent): void {
    if (event.eventType === 'input') this.typed();
    if (event.eventType !== 'keyDown') return;
    const { key, ctrlKey, metaKey } = event.rawEvent;
    if (key === 'Escape') this.close();
    if (ctrlKey || metaKey || !['Enter', ',', ';', 'Tab'].includes(key)) return;
    if (key !== 'Tab') event.rawEvent.preventDefault();
    this.commit();
  }
}
