import { type Compose, openCompose, type Place, type Start } from './compose.js';
import { h } from './dom.js';
import { listenForHotKeys } from './hot-keys.js';
import { startOfDraft } from './open-draft.js';
import { base, popOutWay } from './session.js';
import { adoptStyles } from './styles.js';

const SIZE = 'popup,width=900,height=700';

/** Moves a compose into a window of its own: a page of its own, or an empty one that this page draws in. */
export function popOut(compose: Compose): void {
  const blank = popOutWay === 'blank' ? window.open('about:blank', '_blank', SIZE) : null;
  compose.store.changed();
  void compose.putAway().then(async () => {
    const draftId = compose.store.draftId() ?? '';
    if (blank) {
      const start = await startOfDraft(draftId);
      if (start) drawInto(blank, start);
    } else {
      const query = new URLSearchParams({ popoutv2: '1', version: '20261106003.08', draft: draftId });
      window.open(`${base}/deeplink/compose?${query}`, '_blank', SIZE);
    }
  });
}

/** A compose that fills its window, below `above` where there is something. */
export function fillingWindow(view: Window, ended: () => void, above: HTMLElement | null = null): Place {
  const stage = h('div', { 'data-app-section': 'MailReadCompose', role: 'main', $: 'stage whole' });
  view.document.body.append(h('div', { $: 'page' }, above, stage));
  return {
    document: view.document,
    isInline: false,
    show: (root) => stage.append(root),
    hide: (root) => root.remove(),
    end: ended,
    popOut: () => {},
  };
}

function drawInto(view: Window, start: Start): void {
  adoptStyles(view);
  listenForHotKeys(view);
  openCompose(
    start,
    fillingWindow(view, () => view.close()),
  );
}
