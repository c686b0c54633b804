import type { Folder, Row } from '../wire.js';
import { newText } from './body-text.js';
import { openCompose, type Start } from './compose.js';
import { h } from './dom.js';
import { onMailKeys } from './hot-keys.js';
import { chosenRow, mark, onChoose, refreshList, showFolder } from './list.js';
import { startOfDraft } from './open-draft.js';
import { type Reading, readConversation } from './reading-pane.js';
import { base, onChange, tell } from './session.js';
import { buildShell, markFolder } from './shell.js';
import { onStage, showReading, tabFor } from './stage.js';
import { words } from './words.js';

let folder: Folder = 'inbox';
let reading: Reading | undefined;

/** A new mail with nothing in it but the signature. */
export function writeNew(): Start {
  return { draftId: null, answers: null, to: [], cc: [], bcc: [], subject: '', text: newText() };
}

/** The mail as one knows it: folders, list, and what is read or written beside them. */
export function showMail(): void {
  buildShell({ write: () => compose(writeNew()), show: (next) => goTo(`${base}/${next}`) });
  onChoose((row) => goTo(`${base}/${folder}/id/${encodeURIComponent(row.itemId)}`, row));
  onMailKeys({ archive: () => act('archive'), remove: () => act('remove') });
  addEventListener('popstate', () => void route());
  onChange(() => {
    void refreshList();
    void reading?.refresh();
  });
  void route();
}

function goTo(path: string, row?: Row): void {
  history.pushState(null, '', path);
  void route(row);
}

async function route(known?: Row): Promise<void> {
  const [, name, id] = /\/(inbox|sentitems|drafts)(?:\/id\/([^/]+))?$/.exec(location.pathname) ?? [];
  folder = (name as Folder | undefined) ?? 'inbox';
  markFolder(folder);
  const named = await showFolder(folder, id === undefined ? undefined : decodeURIComponent(id));
  const row = known ?? named;
  mark(row);
  if (!row) return showNothing();
  if (row.draftId === null) return read(row);
  const start = await startOfDraft(row.draftId);
  if (start) compose(start);
}

function read(row: Row): void {
  if (reading?.id !== row.conversationId) {
    reading?.leave();
    reading = readConversation(row.conversationId);
    void reading.refresh();
  }
  showReading(reading.root);
  if (row.isUnread) void tell('read', { conversationId: row.conversationId });
}

function showNothing(): void {
  reading?.leave();
  reading = undefined;
  showReading(h('div', { $: 'soft nothing' }, words.nothingChosen));
}

function compose(start: Start): void {
  tabFor(openCompose(start, onStage()));
}

function act(what: 'archive' | 'remove'): void {
  const row = chosenRow();
  if (!row) return;
  void tell(what, { conversationId: row.conversationId });
  goTo(`${base}/${folder}`);
}
