import { Editor, exportContent } from 'roosterjs-content-model-core';
import { createDomToModelContext, domToContentModel } from 'roosterjs-content-model-dom';
import { EditPlugin, PastePlugin, ShortcutPlugin } from 'roosterjs-content-model-plugins';
import type { EditorPlugin, ModelToDomOption, PluginEvent, Snapshots } from 'roosterjs-content-model-types';
import { parsed } from './trusted.js';

/** Microsoft's own editor (RoosterJS), with the plugins an insertion by others meets. */

const FORMAT = { fontFamily: 'Aptos, Calibri, sans-serif', fontSize: '12pt', textColor: 'rgb(0, 0, 0)' };
/** Outlook marks each paragraph for its spelling checker. */
const PROOF: ModelToDomOption = {
  additionalFormatAppliers: {
    block: [(_, element) => void (element.tagName === 'DIV' && element.classList.add('elementToProof'))],
  },
};
/** What the page itself does to the text; the rep has not changed anything. */
const OWN_CHANGES = new Set(['SetContent', 'SwitchToDarkMode', 'SwitchToLightMode']);

export interface TextEditor {
  editor: Editor;
  html(): string;
  /** Text that comes late, below all the rest; no step of Undo takes it away again. */
  append(nodes: Node[]): void;
}

/** Makes `place`, which has to be in its document already, an editor of these nodes. */
export function openEditor(place: HTMLDivElement, start: Node[], isDark: boolean, changed: () => void): TextEditor {
  const snapshots: Snapshots = { snapshots: [], totalSize: 0, currentIndex: -1, autoCompleteIndex: -1, maxSize: 1e7 };
  const editor = new Editor(place, {
    initialModel: modelOf(start),
    plugins: [new PastePlugin(), new EditPlugin(), new ShortcutPlugin(), new Noticing(changed)],
    trustedHTMLHandler: { htmlToDOM: parsed },
    defaultSegmentFormat: FORMAT,
    defaultModelToDomOptions: PROOF,
    getDarkColor: darkened,
    inDarkMode: isDark,
    snapshots,
  });
  return {
    editor,
    // Always in light colours, whatever the sheet looks like.
    html: () => exportContent(editor),
    append: (nodes) => {
      const before = place.innerHTML.length;
      editor.formatContentModel(
        (model, context) => {
          context.skipUndoSnapshot = 'SkipAll';
          model.blocks.push(...modelOf(nodes).blocks);
          return true;
        },
        { changeSource: 'SetContent' },
      );
      const added = place.innerHTML.slice(before);
      for (const snapshot of snapshots.snapshots) snapshot.html += added;
    },
  };
}

function modelOf(nodes: Node[]) {
  const holder = document.createElement('div');
  holder.append(...nodes);
  return domToContentModel(holder, createDomToModelContext());
}

/** Tells of what Rooster says has changed. A change in the DOM that raises no event of Rooster's is not noticed. */
class Noticing implements EditorPlugin {
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  getName(): string {
    return 'Noticing';
  }

  initialize(): void {}

  dispose(): void {}

  onPluginEvent(event: PluginEvent): void {
    if (event.eventType === 'input') this.changed();
    if (event.eventType === 'contentChanged' && !OWN_CHANGES.has(event.source)) this.changed();
  }
}

/** Light colours are written, dark ones shown: a crude turn of the lightness. */
function darkened(color: string): string {
  const parts = /rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(color);
  const hex = /^#(..)(..)(..)$/.exec(color);
  const [, ...channels] = parts ?? hex ?? [];
  if (channels.length === 0) return color;
  const values = channels.map((one) => 255 - Number.parseInt(one, hex ? 16 : 10));
  return `rgb(${values.map((one) => Math.round(30 + one * 0.88)).join(', ')})`;
}
