import { h, numbered, withAttributes } from './dom.js';
import { recipientRow } from './recipients.js';
import { me } from './session.js';

let composeId = 1000;

/**
 * The elements of a compose, in the nesting and with the class names InboxSDK 2.2.26 looks for. No behaviour here.
 * @param {{permId: string, parentPermId: string | null, threadId: string}} ids
 * @param {'window' | 'inline'} form
 * @param {() => void} changed
 */
export function composeFrame(ids, form, changed) {
  const rows = { to: recipientRow('to', changed), cc: recipientRow('cc', changed), bcc: recipientRow('bcc', changed) };
  const showCopies = copies(rows);
  const subject = h(
    'input.aoT[name=subjectbox][tabindex=1][placeholder=Subject][aria-label=Subject][autocomplete=off]',
  );
  const body = numbered(
    h(
      'div.Am.aiL.Al.editable.LW-avf.tS-tW[g_editable=true][role=textbox][contenteditable=true][aria-multiline=true][aria-label=Message Body][tabindex=1][spellcheck=true][hidefocus=true]',
    ),
  );
  body.style.direction = 'ltr';
  const send = numbered(
    h(
      'div.T-I.J-J5-Ji.aoO.v7.T-I-atl.L3[role=button][tabindex=1][data-tooltip=Send ‪(Ctrl-Enter)‬][aria-label=Send ‪(Ctrl-Enter)‬]',
      'Send',
    ),
  );
  const discard = numbered(
    h(
      'div.oh.J-Z-I.J-J5-Ji.T-I-ax7[role=button][tabindex=1][aria-label=Discard draft][data-tooltip=Discard draft]',
      bin(),
    ),
  );
  const note = h('span.lm-note[aria-live=polite]');
  const region = h(
    'div.aoI[role=region]',
    h(
      'table.aoP.aoC[cellpadding=0][role=presentation]',
      h(
        'tbody',
        h('tr', h('td.I5', addressForm(ids, form, rows, subject), editor(body, statusArea(send, note, discard)))),
      ),
    ),
  );
  region.setAttribute('aria-label', ids.parentPermId === null ? 'New Message' : 'Reply');
  const typeIcon = h('span.J-J5-Ji[style=display: none]', h('span.J-JN-M-I-Jm', h('img.mK[alt=]')));
  const marksReply = ids.parentPermId === null ? [] : [h('div.HQ')];
  const area = h('div.M9[jsaction=sandbox]', ...marksReply, ...(form === 'inline' ? [typeIcon] : []), region);
  const parts = { ...rows, showCopies, subject, body, send, discard, note };
  return form === 'inline' ? { ...parts, root: area } : { ...parts, ...windowAround(area, typeIcon) };
}

/** Cc and Bcc stay out of sight until they are asked for, or until somebody (a script, say) puts an address in. */
function copies({ to, cc, bcc }) {
  const ask = h('button.lm-copies[type=button][tabindex=-1][title=Cc and Bcc (Ctrl-Shift-C)]', 'Cc Bcc');
  const showCopies = () => {
    ask.hidden = true;
    cc.row.hidden = bcc.row.hidden = false;
  };
  cc.row.hidden = bcc.row.hidden = true;
  to.line.append(ask);
  ask.addEventListener('click', () => {
    showCopies();
    cc.entry.focus();
  });
  for (const { row } of [cc, bcc]) row.addEventListener('paste', showCopies, true);
  return showCopies;
}

function addressForm(ids, form, rows, subject) {
  const hidden = (name, value) => withAttributes(h('input[type=hidden]'), { name, value });
  composeId += 1;
  const facts = [
    hidden('composeid', String(composeId)),
    hidden('draft', `#${ids.permId}`),
    hidden('rm', ids.parentPermId === null ? 'undefined' : `#${ids.parentPermId}`),
    hidden('lts', ids.parentPermId === null ? '' : ids.threadId),
    hidden('from', me.email),
  ];
  const table = h(
    'table.GS[role=presentation]',
    h('tbody', h('tr.bzf', h('td.eV', h('div', h('div', rows.to.row, rows.cc.row, rows.bcc.row))))),
  );
  const cover = () => h('div.aoD.hl[tabindex=-1][style=display: none]', h('div.oL.aDm', 'Recipients'));
  if (form === 'window')
    return h('form.bAs[method=post]', facts, cover(), h('div.fX.aXjCH', table), h('div.aoD.az6', subject));
  const inline = h('table[role=presentation]', h('tbody', h('tr', h('td.Iy', cover(), h('div.fX.aXjCH', table)))));
  return h('form.bAs[method=post]', facts, h('div', inline), h('div[style=display: none]', subject));
}

function editor(body, status) {
  const scrolling = numbered(h('div.GP[style=max-height: 400px]', h('div.qz.aiL', h('div.Ar.Au', h('div.Ap', body)))));
  return h(
    'table.iN[cellpadding=0][role=presentation]',
    h(
      'tbody',
      h('tr', h('td', scrolling)),
      h('tr', h('td', h('div.aDg', status), h('div.aX[style=display: none]', h('div.aA4')))),
    ),
  );
}

function statusArea(send, note, discard) {
  const more = numbered(
    h(
      'div.T-I.J-J5-Ji.hG.T-I-atl.L3[role=button][aria-haspopup=true][aria-label=More send options][style=display: none]',
    ),
  );
  const schedule = h(
    'div.J-M[role=menu][style=display: none]',
    h('div.J-N[role=menuitem][selector=scheduledSend]', 'Schedule send'),
  );
  const row = h(
    'tr.btC',
    h('td.gU.Up', h('div.J-J5-Ji', h('div.dC', send, more)), schedule),
    h('td.oc.gU', h('div', h('div.wG.J-Z-I[role=button][aria-hidden=true]', h('div.dv')))),
    h('td.gU', h('div.eq[style=left: 0px]'), h('div.bAK', h('div.wG.J-Z-I[role=button][aria-hidden=true]'))),
    h('td.lm-fill', note),
    h('td.gU.az5', h('div', discard)),
  );
  return h('div.aDj', h('div.aDh', h('table.IZ[role=group]', h('colgroup', h('col'), h('col')), h('tbody', row))));
}

function windowAround(area, typeIcon) {
  const button = (name, label) =>
    withAttributes(h(`img.${name}[role=button][tabindex=0]`), {
      alt: label,
      'aria-label': label,
      'data-tooltip': label,
      src: EMPTY,
    });
  const minimize = button('Hl', 'Minimize');
  const full = button('Hq', 'Full screen');
  const close = button('Ha', 'Save & close');
  const title = h('div.aYF', 'New Message');
  const bar = h(
    'div.nH.Hy.aXJ',
    h(
      'table.cf.Ht[role=presentation]',
      h('tbody', h('tr', h('td', h('div.Hp', h('h2.a3E', title))), h('td.Hm', minimize, full, close))),
    ),
    h('div.pi', h('div.l.o')),
    h('div.l.m', h('div.l.n')),
    typeIcon,
  );
  const content = h('div.lm-content', h('div.aaZ', area));
  const dialog = numbered(h('div.nH.Hd[role=dialog][aria-label=New Message]', bar, content));
  const root = h('div.nH.nn', h('div.no', h('div.nH.nn', h('div.AD', h('div.nH', dialog)))));
  return { root, dialog, title, content, minimize, full, close };
}

/** One transparent pixel: Gmail's buttons are images whose look comes from the style sheet. */
const EMPTY = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

function bin() {
  return h('span.lm-bin[aria-hidden=true]');
}
