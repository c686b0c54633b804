import { z } from 'zod';
import { bounceOf } from './bounces.js';
import { type Answer, type Ask, html, redirect, UnknownRoute } from './http.js';
import { type Delivery, deliveries, delivery } from './ledger.js';
import type { Mailbox } from './mailbox.js';
import { textOf } from './mime-tree.js';
import { autoReplyTo, replyTo } from './prospect-mail.js';
import { prospectsPage } from './prospects-page.js';
import type { World } from './world.js';

const Form = z.object({
  id: z.coerce.number(),
  from: z.string(),
  act: z.enum(['reply', 'away', 'bounce']),
  text: z.string().default(''),
});

/** /prospects: what each prospect received, and what they may do about it. Works without script. */
export function prospects(world: World, ask: Ask): Answer {
  const path = ask.url.pathname;
  if (ask.method === 'GET' && path === '/prospects') {
    const opened = Number(ask.url.searchParams.get('open'));
    return html(prospectsPage(deliveries(world.store).reverse(), opened, ask.url.searchParams.get('did')), {
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; script-src 'self'; connect-src 'self'",
    });
  }
  if (ask.method === 'GET' && path.startsWith('/prospects/mail/'))
    return mailAsPage(world, Number(path.split('/').at(-1)));
  if (ask.method === 'POST' && path === '/prospects/act') return act(world, ask);
  throw new UnknownRoute(`${ask.method} ${path}`);
}

function act(world: World, ask: Ask): Answer {
  const form = Form.parse(Object.fromEntries(new URLSearchParams(ask.body.toString())));
  const to = must(world, form.id);
  const mailbox = world.mailbox(to.sender);
  mailbox.receive(answerTo(mailbox, to, form));
  return redirect(`/prospects?open=${to.id}&did=${form.act}`);
}

function answerTo(mailbox: Mailbox, to: Delivery, { act, from, text }: z.infer<typeof Form>): Buffer {
  switch (act) {
    case 'reply':
      return replyTo(to, from, text.trim() || 'Thank you, that sounds interesting. Shall we speak on Thursday?');
    case 'away':
      return autoReplyTo(to, from, 'I am out of the office until Monday and will answer then.');
    case 'bounce':
      return bounceOf(mailbox, to, from);
  }
}

/** The mail's own HTML for a frame that may run nothing and fetch nothing. */
function mailAsPage(world: World, id: number): Answer {
  const body = textOf(must(world, id).raw, 'text/html');
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
  return html(
    `<!doctype html><meta charset="utf-8"><body style="font:14px/1.5 system-ui,sans-serif;margin:0">${body}`,
    { 'content-security-policy': policy },
  );
}

function must(world: World, id: number): Delivery {
  const found = delivery(world.store, id);
  if (!found) throw new Error(`no delivery ${id}`);
  return found;
}
