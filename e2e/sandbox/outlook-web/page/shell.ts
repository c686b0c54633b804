import type { Folder } from '../wire.js';
import { banner } from './banner.js';
import { button, h } from './dom.js';
import { list } from './list.js';
import { me } from './session.js';
import { stage } from './stage.js';
import { words } from './words.js';

const FOLDERS: Folder[] = ['inbox', 'sentitems', 'drafts'];

const links = new Map<Folder, HTMLElement>();

/** The page round the mail: command bar, folders, message list, and the stage for reading and writing. */
export function buildShell(acts: { write: () => void; show: (folder: Folder) => void }): void {
  const folders = FOLDERS.map((folder) => {
    const link = h(
      'div',
      { role: 'treeitem', tabindex: '0', title: words[folder], $: 'folder', 'data-standin-folder': folder },
      words[folder],
    );
    link.addEventListener('click', () => acts.show(folder));
    link.addEventListener('keydown', (event) => event.key === 'Enter' && acts.show(folder));
    links.set(folder, link);
    return link;
  });
  const write = button(
    { 'aria-label': words.newMail, $: 'press primary', 'data-standin-new-mail': '' },
    words.newMail,
    acts.write,
  );
  document.body.append(
    h(
      'div',
      { $: 'page' },
      banner(),
      h(
        'div',
        { $: 'columns' },
        h(
          'div',
          { role: 'navigation', 'aria-label': words.folders, $: 'nav' },
          h('div', { id: 'innerRibbonContainer' }, write),
          h(
            'div',
            { role: 'tree' },
            h(
              'div',
              {
                id: `primaryMailboxRoot_${me.address}`,
                'data-folder-name': me.address.toLowerCase(),
                title: me.address,
                role: 'treeitem',
                $: 'mailbox',
              },
              me.address,
            ),
            folders,
          ),
        ),
        list,
        stage,
      ),
    ),
  );
}

export function markFolder(folder: Folder): void {
  for (const [name, link] of links) link.setAttribute('aria-selected', String(name === folder));
  document.title = `${words[folder]} - ${me.name} - Outlook`;
}
