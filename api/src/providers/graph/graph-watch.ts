import { z } from 'zod';
import type { GraphClient } from './graph-client.js';

export interface WatchSettings {
  /** Where Graph tells us of changes, and of what becomes of the subscription. */
  notificationUrl: string;
  /** Comes back with each notification; client-state.ts. */
  clientState: string;
}

const Subscription = z.object({
  id: z.string(),
  resource: z.string(),
  notificationUrl: z.string().nullish(),
  clientState: z.string().nullish(),
  expirationDateTime: z.coerce.date(),
});
type Subscription = z.infer<typeof Subscription>;
const Subscriptions = z.object({ value: z.array(Subscription) });

/** Graph allows 10,080 minutes for messages; a little less, for clocks differ. */
const LASTS_MS = 10_000 * 60_000;

/** All folders: an answer that a rule of the rep's files elsewhere never shows in the inbox. */
const RESOURCE = '/me/messages';

/** The subscription of one mailbox. It is found again by where it leads. */
export class GraphWatch {
  constructor(
    private readonly graph: GraphClient,
    private readonly settings: WatchSettings,
  ) {}

  /** @returns when it ends. */
  async begin(): Promise<Date> {
    const same = (await this.all()).find(({ resource }) => isAboutAll(resource));
    // There can be one of a kind: one that leads elsewhere, from before this server moved, makes room first.
    if (same && !this.isOurs(same)) await this.remove(same);
    const renewed = same && this.isOurs(same) ? await this.renew(same) : undefined;
    return (renewed ?? (await this.create())).expirationDateTime;
  }

  async end(): Promise<void> {
    for (const subscription of await this.all()) if (this.isOurs(subscription)) await this.remove(subscription);
  }

  /** Those of this app on this mailbox: others are not told of. */
  private async all(): Promise<Subscription[]> {
    return (await this.graph.ask(Subscriptions, { path: 'subscriptions' })).value;
  }

  /** The client state may be kept from us; where it is told, it has to be the one we would know again. */
  private isOurs({ notificationUrl, clientState }: Subscription): boolean {
    const { settings } = this;
    return (
      notificationUrl === settings.notificationUrl && (clientState ?? settings.clientState) === settings.clientState
    );
  }

  private async remove({ id }: Subscription): Promise<void> {
    await this.graph.find(z.unknown(), { method: 'DELETE', path: `subscriptions/${encodeURIComponent(id)}` });
  }

  /** Undefined when it has just ended. */
  private renew({ id }: Subscription): Promise<Subscription | undefined> {
    return this.graph.find(Subscription, {
      method: 'PATCH',
      path: `subscriptions/${encodeURIComponent(id)}`,
      body: { expirationDateTime: this.expiry() },
    });
  }

  private create(): Promise<Subscription> {
    const { notificationUrl, clientState } = this.settings;
    return this.graph.ask(Subscription, {
      method: 'POST',
      path: 'subscriptions',
      body: {
        changeType: 'created',
        resource: RESOURCE,
        notificationUrl,
        // Only a new subscription can be given one.
        lifecycleNotificationUrl: notificationUrl,
        clientState,
        expirationDateTime: this.expiry(),
      },
    });
  }

  private expiry(): string {
    return new Date(Date.now() + LASTS_MS).toISOString();
  }
}

/** Graph gives a resource back with or without its first slash. */
const isAboutAll = (resource: string) => resource.replace(/^\//, '').toLowerCase() === RESOURCE.slice(1);
