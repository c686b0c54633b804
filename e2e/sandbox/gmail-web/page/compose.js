import { composeFrame } from './compose-frame.js';
import { caretAtStart } from './compose-text.js';
import { onPress } from './dom.js';
import { tell } from './session.js';
import { placeWindow, say } from './shell.js';
import { post, settled } from './wire.js';

/** Quiet time after which a draft is saved; Gmail's own is not known, this is near what one sees. */
const AUTOSAVE_MS = 1500;
const RETRY_MS = 3000;

/** Open composes by draft, so that a draft is never edited twice on one page. */
const open = new Map();

/**
 * Opens a compose.
 * @param {object} start
 * @param {string} [start.permId] an existing draft's, when it is opened again
 * @param {string} [start.threadPermId]
 * @param {string} [start.threadId]
 * @param {string | null} [start.parentPermId] what it answers
 * @param {{name: string, address: string}[]} [start.to]
 * @param {Node[]} start.text
 * @param {'window' | 'inline'} form
 * @param {(root: HTMLElement) => void} place puts the elements where they belong
 * @param {() => void} [closed]
 */
export function openCompose(start, form, place, closed = () => {}) {
  const shown = start.permId && open.get(start.permId);
  if (shown) return shown.focus();
  const ids = {
    permId: start.permId ?? `msg-a:r-${number()}`,
    threadPermId: start.threadPermId ?? `thread-a:r-${number()}`,
    threadId: start.threadId ?? '',
    parentPermId: start.parentPermId ?? null,
  };
  let isSaved = start.permId !== undefined;
  let isDirty = false;
  let isOver = false;
  let timer = 0;

  const frame = composeFrame(ids, form, changed);
  for (const kind of ['to', 'cc', 'bcc']) for (const person of start[kind] ?? []) frame[kind].add(person);
  if ((start.cc ?? []).length + (start.bcc ?? []).length > 0) frame.showCopies();
  frame.subject.value = start.subject ?? '';
  frame.body.append(...start.text);
  retitle();

  function changed() {
    if (isOver) return;
    isDirty = true;
    frame.note.textContent = '';
    clearTimeout(timer);
    timer = setTimeout(save, AUTOSAVE_MS);
  }

  function content() {
    const people = { to: frame.to.read(), cc: frame.cc.read(), bcc: frame.bcc.read() };
    return { ...people, subject: frame.subject.value, html: frame.body.innerHTML };
  }

  async function save() {
    clearTimeout(timer);
    if (!isDirty) return;
    isDirty = false;
    try {
      await post(ids, content(), { isFirst: !isSaved, isSend: false });
      isSaved = true;
      if (!isDirty) frame.note.textContent = 'Draft saved';
    } catch (error) {
      isDirty = true;
      frame.note.textContent =
        error.status === 409 ? 'This draft was deleted elsewhere' : 'Not saved yet. Trying again…';
      if (error.status !== 409) timer = setTimeout(save, RETRY_MS);
    }
  }

  async function send() {
    if (isOver) return;
    for (const kind of ['to', 'cc', 'bcc']) frame[kind].commit();
    const mail = content();
    if ([...mail.to, ...mail.cc, ...mail.bcc].length === 0) {
      say('Please specify at least one recipient.');
      frame.to.entry.focus();
      return;
    }
    isOver = true;
    clearTimeout(timer);
    shut(); // Gmail closes the window at once and sends behind it
    say('Sending…');
    try {
      await post(ids, mail, { isFirst: !isSaved, isSend: true });
      say('Message sent');
    } catch {
      say('Your message could not be sent. It is open again.');
      isOver = false;
      isDirty = true;
      place(frame.root);
      open.set(ids.permId, handle);
      changed();
    }
  }

  function saveAndClose() {
    if (isOver) return;
    for (const kind of ['to', 'cc', 'bcc']) frame[kind].commit();
    void save();
    isOver = true;
    shut();
  }

  function discard() {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    shut();
    say('Draft discarded.');
    void settled().then(() => tell('discard', { id: ids.permId.replace('msg-a:', '') }));
  }

  function shut() {
    open.delete(ids.permId);
    frame.root.remove();
    closed();
  }

  function retitle() {
    if (frame.title) frame.title.textContent = frame.subject.value || 'New Message';
  }

  frame.root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'c') {
      event.preventDefault();
      frame.showCopies();
      frame.cc.entry.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      saveAndClose();
    } else if (frame.body.contains(event.target) && !event.isTrusted) {
      changed(); // InboxSDK asks for a save by a key press of its own making
    }
  });
  frame.body.addEventListener('input', changed);
  frame.subject.addEventListener('input', () => {
    retitle();
    changed();
  });
  onPress(frame.send, () => void send());
  onPress(frame.discard, discard);
  if (frame.close) {
    onPress(frame.close, saveAndClose);
    onPress(frame.minimize, () => {
      // By style, not by attribute: InboxSDK reads it there.
      frame.content.style.display = frame.content.style.display === 'none' ? '' : 'none';
    });
    onPress(frame.full, () => frame.root.classList.toggle('lm-wide'));
  }
  addEventListener('pagehide', () => !isOver && void save());

  const handle = { focus: () => caretAtStart(frame.body) };
  open.set(ids.permId, handle);
  place(frame.root);
  // Where the rep will type first: the address of a new mail, else the text.
  const isAddressed = (start.to ?? []).length > 0;
  keepFocus(frame.root, () => (isAddressed ? caretAtStart(frame.body) : frame.to.entry.focus()));
  return handle;
}

/** A compose in a window of its own, at the foot of the page. */
export function openWindow(start) {
  return openCompose(start, 'window', placeWindow);
}

/** InboxSDK moves a new window (before the last spacer), which takes the focus away; it is given back at once. */
function keepFocus(root, focus) {
  const observer = new MutationObserver((records) => {
    const isMoved = records.some((record) => [...record.addedNodes].includes(root));
    if (isMoved && document.activeElement === document.body) focus();
  });
  observer.observe(root.parentElement, { childList: true });
  setTimeout(() => observer.disconnect(), 1000);
  focus();
}

function number() {
  return String(crypto.getRandomValues(new BigUint64Array(1))[0] >> 2n);
}
