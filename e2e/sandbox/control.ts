import { z } from 'zod';
import { accounts } from './accounts.js';
import { bounceOf } from './bounces.js';
import { deliveryView, draftView, mailboxView } from './control-views.js';
import { PlannedFault } from './faults.js';
import { Flags, readFlags, setFlags } from './flags.js';
import { forgetHistory, historyPosition } from './history.js';
import { type Answer, type Ask, json, UnknownRoute } from './http.js';
import { type Delivery, deliveries, delivery } from './ledger.js';
import { autoReplyTo, freshMail, replyTo } from './prospect-mail.js';
import { idsOf } from './provider-ids.js';
import { deleteDraftByHand, editDraft, sendDraftByHand, writeDraft } from './rep-actions.js';
import { notifyAgain, notifyOfLifecycle, removeSubscription, subscriptions } from './subscriptions.js';
import { expireAccess, newAccessToken, newRefreshToken, revokeAll } from './tokens.js';
import { publish } from './watches.js';
import type { World } from './world.js';

/** One thing a test may ask of the sandbox. */
interface Control<I, O> {
  input: z.ZodType<I>;
  act: (input: I) => O | Promise<O>;
}

const control = <I, O>(input: z.ZodType<I>, act: (input: I) => O | Promise<O>): Control<I, O> => ({ input, act });

const Nothing = z.object({});
const Rep = z.object({ email: z.string() });
const ByHand = Rep.extend({
  to: z.array(z.string()).optional(),
  subject: z.string().optional(),
  html: z.string().optional(),
});
const OneDraft = Rep.extend({ draftId: z.string() });
const FromProspect = z.object({ deliveryId: z.number(), from: z.string().optional(), text: z.string().optional() });

const SCOPES = {
  google:
    'openid email profile https://www.googleapis.com/auth/gmail.compose https://www.googleapis.com/auth/gmail.readonly',
  microsoft: 'openid email profile offline_access User.Read Mail.ReadWrite Mail.Send',
};

/** Everything the control API can do, by name; POST /control/<name> with the input as JSON. */
export function controls(world: World) {
  const box = (email: string) => world.mailbox(email);
  return {
    /** The whole of what tests look at between steps. */
    state: control(Nothing, () => ({
      accounts: accounts(world.store),
      flags: readFlags(world.store),
      faults: world.faults.waiting(),
      unknown: [...world.unknown],
      telemetry: [...world.telemetry],
      cspReports: [...world.cspReports],
      calls: [...world.calls],
      pushUrl: world.pushUrl ?? null,
    })),
    /** Everything as on the first start. */
    reset: control(Nothing, () => world.reset()),

    setFlags: control(z.object({ flags: z.record(z.string(), z.unknown()) }), ({ flags }) =>
      setFlags(world.store, named(Flags.partial().strict().parse(flags), flags)),
    ),
    /** The next call of `operation` meets `fault`. */
    next: control(PlannedFault, (fault) => world.faults.plan(fault)),
    clearFaults: control(Nothing, () => world.faults.clear()),

    /** Every delivery at the prospects' side, or those of one marker. */
    ledger: control(z.object({ marker: z.string().optional() }), ({ marker }) =>
      deliveries(world.store, marker).map(deliveryView),
    ),
    /** What a rep's mailbox holds, newest first. */
    mailbox: control(Rep, ({ email }) => mailboxView(box(email))),

    /** Tokens without the sign-in page, as if the rep had allowed these scopes. */
    grant: control(Rep.extend({ scope: z.string().optional() }), ({ email, scope: asked }) => {
      const { email: owner, provider } = box(email);
      const scope = asked ?? SCOPES[provider];
      const client = 'lumina-sandbox';
      return {
        ...newAccessToken(world.store, owner, client, scope),
        refresh_token: newRefreshToken(world.store, owner, client, scope),
      };
    }),
    expireAccess: control(Rep, ({ email }) => expireAccess(world.store, email)),
    revoke: control(Rep, ({ email }) => revokeAll(world.store, email)),

    setPushUrl: control(z.object({ url: z.url().nullable() }), ({ url }) => {
      world.pushUrl = url ?? undefined;
    }),
    /** A push that says what the last one said, or where the history stands now. */
    pushAgain: control(Rep, ({ email }) => {
      const { email: owner, provider } = box(email);
      if (provider === 'microsoft') return notifyAgain(world.store, owner);
      world.store.transact(() =>
        publish(world.store, owner, historyPosition(world.store, owner).historyId, Date.now()),
      );
    }),
    /** Graph tells all who subscribed to a mailbox what becomes of their subscription; one that is removed is gone. */
    lifecycle: control(
      Rep.extend({ event: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']) }),
      ({ email, event }) => {
        for (const one of subscriptions(world.store, box(email).email)) {
          notifyOfLifecycle(world.store, one, event);
          if (event === 'subscriptionRemoved') removeSubscription(world.store, one.id);
        }
      },
    ),
    /** Old start ids answer 404 from now on, old delta links 410. */
    forgetHistory: control(Rep, ({ email }) => forgetHistory(world.store, box(email).email)),

    repWrites: control(ByHand, async ({ email, ...by }) => ({
      draftId: draftView(box(email), await writeDraft(box(email), by)).id,
    })),
    repEdits: control(ByHand.extend({ draftId: z.string() }), async ({ email, draftId, ...by }) => {
      await editDraft(box(email), draftId, by);
    }),
    repSends: control(OneDraft, ({ email, draftId }) => ({
      messageId: idsOf(box(email), sendDraftByHand(box(email), draftId)).id,
    })),
    repDeletes: control(OneDraft, ({ email, draftId }) => deleteDraftByHand(box(email), draftId)),

    prospectReplies: control(FromProspect, ({ deliveryId, from, text }) => {
      const to = must(world, deliveryId);
      return arrive(
        world,
        to.sender,
        replyTo(
          to,
          from ?? to.recipients[0] ?? '',
          text ?? 'Thank you, that sounds interesting. Shall we speak on Thursday?',
        ),
      );
    }),
    prospectIsAway: control(FromProspect, ({ deliveryId, from, text }) => {
      const to = must(world, deliveryId);
      return arrive(
        world,
        to.sender,
        autoReplyTo(
          to,
          from ?? to.recipients[0] ?? '',
          text ?? 'I am out of the office until Monday and will answer then.',
        ),
      );
    }),
    prospectBounces: control(FromProspect.extend({ hard: z.boolean().default(true) }), ({ deliveryId, from, hard }) => {
      const to = must(world, deliveryId);
      return arrive(world, to.sender, bounceOf(box(to.sender), to, from ?? to.recipients[0] ?? '', hard));
    }),
    prospectWrites: control(
      z.object({ from: z.string(), to: z.string(), subject: z.string(), text: z.string() }),
      (mail) => arrive(world, mail.to, freshMail(mail.from, mail.to, mail.subject, mail.text)),
    ),
    /** Any mail at all, as raw bytes in base64, into a rep's inbox. */
    mailArrives: control(z.object({ to: z.string(), raw: z.base64() }), ({ to, raw }) =>
      arrive(world, to, Buffer.from(raw, 'base64')),
    ),
  };
}

/** POST /control/<name> */
export async function controlApi(world: World, ask: Ask): Promise<Answer> {
  const name = ask.url.pathname.slice('/control/'.length);
  const table: Record<string, { input: z.ZodType; act: (input: never) => unknown } | undefined> = controls(world);
  const found = ask.method === 'POST' && Object.hasOwn(table, name) ? table[name] : undefined;
  if (!found) throw new UnknownRoute(`${ask.method} ${ask.url.pathname}`);
  const input = found.input.safeParse(ask.body.length > 0 ? JSON.parse(ask.body.toString()) : {});
  if (!input.success) return json({ error: { message: z.prettifyError(input.error) } }, 400);
  return json((await found.act(input.data as never)) ?? null);
}

/** Only what was named: a partial schema with defaults would set the others back. */
function named(parsed: object, given: Record<string, unknown>): Partial<Flags> {
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => name in given));
}

function arrive(world: World, to: string, raw: Buffer): { messageId: string; threadId: string } {
  const mailbox = world.mailbox(to);
  const { id, threadId } = idsOf(mailbox, mailbox.receive(raw));
  return { messageId: id, threadId };
}

function must(world: World, id: number): Delivery {
  const found = delivery(world.store, id);
  if (!found) throw new Error(`no delivery ${id} in the ledger`);
  return found;
}
