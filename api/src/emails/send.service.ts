import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EmailId, OrganisationId } from '#shared/ids.js';
import { mailProgram } from '#shared/mailbox.js';
import { ChangesService } from '../changes/changes.service.js';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { type BoundDatabase, Database } from '../db/database.js';
import { EventsService } from '../events/events.service.js';
import { MailboxesService } from '../mailboxes/mailboxes.service.js';
import { compile } from '../providers/mime.js';
import type { Provider } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import { QueueService } from '../queue/queue.service.js';
import { perform } from './acting.js';
import { news } from './news.js';
import { type Claim, claim, dueIn, renew, store } from './send-row.js';
import { type Act, type Rules, type Saw, type Step, sending } from './sending.js';

interface SendRef {
  organisationId: OrganisationId;
  emailId: EmailId;
}

const LEASE_MS = 30_000;
/** Between a provider's last chance to answer and our belief that it will do nothing more. */
const GRACE_MS = 5_000;
/** A bell that rang too early by no more than this rings again; later ones are the sweep's. */
const EARLY_MS = 10_000;

/** Brings sends forward: claims one, and then, by turns, asks `sending` what to do, stores it, and does it. */
@Injectable()
export class SendService {
  private readonly logger = new Logger('send');
  private readonly owner = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private readonly leaseMs: number;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly mailboxes: MailboxesService,
    private readonly events: EventsService,
    private readonly changes: ChangesService,
    private readonly queue: QueueService,
  ) {
    this.leaseMs = LEASE_MS * config.patience;
  }

  /** As far as it goes now: until it is settled, has to wait, or belongs to somebody else. */
  async advance(ref: SendRef): Promise<void> {
    const database = this.database.of(ref.organisationId);
    const mine = await claim(database, ref, { owner: this.owner, leaseMs: this.leaseMs });
    if (!mine) {
      const ms = await dueIn(database, ref);
      if (ms !== undefined && ms < EARLY_MS) this.queue.nudge('send', ref, { delayMs: ms });
      return;
    }
    const heart = setInterval(() => {
      renew(database, mine, this.leaseMs).catch(() => undefined);
    }, this.leaseMs / 3);
    try {
      await this.carryOn(database, mine);
    } finally {
      clearInterval(heart);
    }
  }

  private async carryOn(database: BoundDatabase, mine: Claim): Promise<void> {
    const provider = await this.open(mine);
    let at: Claim | undefined = mine;
    let saw: Saw = { saw: 'claimed' };
    let act: Act = { do: 'look' };
    while (at) {
      const rules: Rules = {
        now: at.now,
        program: mailProgram(at.provider),
        resendIsSafe: provider instanceof ProviderError || provider.resendIsSafe,
        deadlineMs: this.config.sendTimeoutMs + GRACE_MS * this.config.patience,
        patience: this.config.patience,
      };
      const step: Step = sending(at.known, saw, rules);
      act = step.act;
      // What nobody needs to know is not stored: the act that follows may be done by anyone, at any time, again.
      if (step.next !== at.known || act.do === 'wait' || act.do === 'rest')
        at = await this.keep(database, at, step, saw);
      if (!at || act.do === 'wait' || act.do === 'rest') return;
      saw =
        provider instanceof ProviderError
          ? { saw: 'failure', act, failure: provider.failure }
          : await perform(provider, at, at.known, act);
      if (saw.saw === 'failure' && saw.failure.kind === 'signedOut')
        await this.mailboxes.markSignedOut(at.organisationId, at.mailboxId);
    }
  }

  /** A mailbox that cannot be opened answers every act with its failure. */
  private async open({ organisationId, mailboxId }: Claim): Promise<Provider | ProviderError> {
    try {
      return await this.mailboxes.open(organisationId, mailboxId);
    } catch (error) {
      if (error instanceof ProviderError) return error;
      throw error;
    }
  }

  /** Stores a step and tells whom it concerns, all or nothing; undefined when somebody else was faster. */
  private async keep(database: BoundDatabase, at: Claim, { next, act }: Step, saw: Saw): Promise<Claim | undefined> {
    const then = thenOf(act, this.leaseMs);
    const letter = { ...at.letter, answers: next.parent };
    const mime = at.mime ?? (next.state === 'drafting' ? await compile(letter) : null);
    const change = { next, saw, mime: at.mime ? null : mime, then };
    const toTell = news(at, next);
    const stored = toTell
      ? await database.transaction(async (sql) => {
          const row = await store(sql, at, change);
          if (!row) return undefined;
          if (toTell.event) await this.events.append(sql, [{ ...toTell.event, at: row.now }]);
          await this.changes.feed(sql, toTell.change);
          return row;
        })
      : await store(database, at, change);
    const { organisationId, emailId } = at;
    if (!stored) {
      this.logger.warn(`send ${emailId} was taken over by another worker`);
      return undefined;
    }
    if (toTell?.event) this.queue.nudge('rollup', { organisationId });
    if (act.do === 'wait') this.queue.nudge('send', { organisationId, emailId }, { delayMs: act.ms });
    if (next.state !== at.known.state) this.logger.log(`send ${emailId}: ${at.known.state} → ${next.state}`);
    const { version, now, sendingStartedAt } = stored;
    return { ...at, letter, mime, known: { ...next, sendingStartedAt }, version, now };
  }
}

function thenOf(act: Act, leaseMs: number) {
  if (act.do === 'wait') return { dueInMs: act.ms };
  return act.do === 'rest' ? { dueInMs: null } : { leaseMs };
}
