import { banner } from './banner.js';
import { newText } from './body-text.js';
import { openCompose, type Start } from './compose.js';
import { placeDecoys } from './decoys.js';
import { h } from './dom.js';
import { showEventForm } from './event-form.js';
import { listenForHotKeys } from './hot-keys.js';
import { showMail, writeNew } from './mail.js';
import { startOfDraft } from './open-draft.js';
import { fillingWindow } from './pop-out.js';
import { base, language } from './session.js';
import { adoptStyles } from './styles.js';
import { claimTrustedTypes } from './trusted.js';

/** What the address asks for: the mail, a compose that fills the page, or the form for an event. */
async function begin(): Promise<void> {
  const path = location.pathname.replace(/^\/(mail|calendar)\/\d+/, '/$1');
  const query = new URLSearchParams(location.search);
  const toMail = () => location.assign(`${base}/inbox`);
  if (path === '/calendar/deeplink/compose') return showEventForm();
  if (path === '/mail/deeplink/compose') {
    const isPoppedOut = query.has('popoutv2');
    const ended = isPoppedOut && window.opener ? () => window.close() : toMail;
    openCompose(await startAsked(query), fillingWindow(window, ended, isPoppedOut ? null : banner()));
    return;
  }
  const [, draftId] = /^\/mail\/compose\/([^/]+)$/.exec(path) ?? [];
  if (draftId === undefined) return showMail();
  const start = await startOfDraft(decodeURIComponent(draftId));
  openCompose(start ?? writeNew(), fillingWindow(window, toMail, banner()));
}

/** A deep link may name a draft, or say with what a new mail begins. */
async function startAsked(query: URLSearchParams): Promise<Start> {
  const stored = query.has('draft') ? await startOfDraft(query.get('draft') ?? '') : undefined;
  if (stored) return stored;
  const to = (query.get('to') ?? '').split(/[,;]/).filter((one) => one.includes('@'));
  const said = query.get('body');
  return {
    ...writeNew(),
    to: to.map((address) => ({ name: '', address: address.trim() })),
    subject: query.get('subject') ?? '',
    text: [...(said ? [h('div', {}, said)] : []), ...newText()],
  };
}

function boot(): void {
  document.documentElement.lang = language;
  adoptStyles(window);
  try {
    claimTrustedTypes();
  } catch (error) {
    document.body.append(
      h('div', { role: 'alert', 'data-standin-boot-error': '' }, `:-( Something went wrong. ${error}`),
    );
    throw error;
  }
  listenForHotKeys(window);
  placeDecoys();
  void begin();
}

boot();
