import { openWindow } from './compose.js';
import { newMailText } from './compose-text.js';
import { onPress } from './dom.js';
import { showList } from './list.js';
import { leaveGlobals, onChange, read } from './session.js';
import { buildShell, composeButton, search, showPlaces } from './shell.js';
import { showThread } from './thread.js';
import { threadIdOf } from './tokens.js';

const LABELS = { inbox: 'INBOX', sent: 'SENT', drafts: 'DRAFT' };

let label = 'INBOX';
let refresh = async () => {};

/** The address after the # says what is shown: #inbox, #sent, #drafts, or #inbox/<conversation>. */
function route() {
  const [place = '', token] = location.hash.slice(1).split('/');
  label = LABELS[place] ?? 'INBOX';
  search.value = '';
  refresh = token ? showThread(threadIdOf(token), `#${place}`) : showList(label);
  void count();
}

async function count() {
  showPlaces(label, await read('counts'));
}

leaveGlobals();
buildShell();
addEventListener('hashchange', route);
route();
onChange(() => {
  void refresh();
  void count();
});
onPress(composeButton, () => openWindow({ text: newMailText() }));
search.form?.addEventListener('submit', (event) => event.preventDefault());
