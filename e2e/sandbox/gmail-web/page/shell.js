import { h, withAttributes } from './dom.js';
import { accounts, me } from './session.js';

/** The page round the mail: header, places, the foot where compose windows stand. Nesting and names as InboxSDK seeks them. */

/** Compose windows stand in here, between two spacers. */
const moles = h('div.no', h('div.nH.lm-spacer'), h('div.nH.lm-spacer'));
/** Holds one visible [role=main] child at a time. */
export const stage = h('div.nH');
export const composeButton = h('div.T-I.T-I-KE.L3[role=button][gh=cm][tabindex=0]', 'Compose');
export const search = h(
  'input[name=q][type=search][aria-label=Search mail][placeholder=Search mail][autocomplete=off]',
);

const butter = h('span.bAq');
const places = new Map();

/** Puts the page together. The class on <body> is Gmail's sign that it has settled. */
export function buildShell() {
  document.title = `Inbox - ${me.email} - Gmail`;
  document.body.append(header(), middle(), alert(), windows());
  document.body.classList.add('aAU');
}

/** Puts a compose window at the foot of the page, at the right of those already there. */
export function placeWindow(root) {
  moles.lastElementChild?.before(root);
}

/** A short word at the foot of the page, read aloud by screen readers. */
export function say(text) {
  butter.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    butter.textContent = '';
  }, 6000);
}

/** Marks the place one is in, and writes the numbers beside the names. */
export function showPlaces(current, counts) {
  for (const [label, { link, count }] of places) {
    if (label === current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
    count.textContent = counts?.[label] ? String(counts[label]) : '';
  }
}

/** The toolbar above lists and conversations; InboxSDK looks for its move and archive sections. */
export function toolbar(...tools) {
  const hidden = (name) => h('div.G-Ni', h(`div.${name}[role=button][aria-hidden=true]`));
  return h(
    'div.G-atb[gh=tm]',
    h('div[gh=mtb]', h('div', h('div.G-Ni', h('div.T-Jo-auh'), ...tools), hidden('ar9'), hidden('asb'))),
  );
}

/** Shows one view and puts away the others. */
export function show(main) {
  for (const old of [...stage.children]) old.remove();
  stage.append(main);
}

function header() {
  const others = accounts.filter((one) => one.email !== me.email);
  const switches = others.map((one) =>
    withAttributes(h('a.lm-switch', `Switch to ${one.name}`), { href: `/mail/u/${one.place}/` }),
  );
  const account = h('a.lm-account[href=https://myaccount.google.com/][target=_blank][rel=noreferrer]', 'Account');
  const initials = me.name
    .split(' ')
    .map((word) => word[0])
    .join('');
  return h(
    'header.gb_pb[role=banner][id=gb]',
    h(
      'div',
      h('div', h('div', h('div.lm-brand', h('span.lm-mark[aria-hidden=true]'), 'Mail', h('span.lm-tag', 'sandbox')))),
    ),
    h(
      'div.lm-head',
      h('form[role=search]', search),
      h(
        'div',
        h('div', h('div[data-tooltip=Support][role=button][aria-hidden=true]'), h('div[role=menu][aria-hidden=true]')),
      ),
      h('div.lm-switches', switches),
      h(
        'div.lm-me[aria-label=Account Information][role=group]',
        h('span.lm-face[aria-hidden=true]', initials),
        h('div', h('div', h('div', me.name), h('div.lm-soft', me.email), account)),
      ),
    ),
  );
}

function middle() {
  const nav = h(
    'div.aeN.WR.nH.oy8Mbf.nn[role=navigation][aria-label=Mail]',
    composeButton,
    h('div.Ls77Lb.aZ6', h('div.pp')),
    h('div.TK', place('INBOX', 'Inbox', '#inbox'), place('SENT', 'Sent', '#sent'), place('DRAFT', 'Drafts', '#drafts')),
    h('div.aim[aria-hidden=true]'),
  );
  const rail = h(
    'div.nH.aUx.nn',
    h('div.WN9Ejb', h('div.brC-brG', h('div[style=display: none]'), h('div[style=display: none]'))),
    h(
      'div.brC-aT5-aOt-Jw[role=complementary][aria-label=Side panel]',
      h('div.brC-aT5-aOt-bsf-Jw', h('div.native-icons')),
      h('div.brC-aT5-aOt-ato-Kp-Jw', h('div.bvq')),
      h('div.aT5-aOt-I[role=button][aria-hidden=true]'),
    ),
  );
  return h(
    'div.nH.lm-middle',
    h('div.no', nav, h('div.nH.bkK.nn', h('div.nH', h('div.nH.ar4', h('div.aeI', h('div.aeF', stage))))), rail),
  );
}

function place(label, name, href) {
  const count = h('span.bsU');
  const link = withAttributes(h('a.J-Ke.n0'), { href });
  link.append(name);
  places.set(label, { link, count });
  return h('div.TO', h('div.TN', h('div.aio', h('span.nU', link), count)));
}

function alert() {
  return h('div.b8.UC[role=alert]', h('div.J-J5-Ji', h('div.vh', h('span.aT', butter))));
}

function windows() {
  return h('div.dw', h('div.jAmAWb'), h('div.nH', h('div.nH', moles)), h('div.jAmAWb'));
}
