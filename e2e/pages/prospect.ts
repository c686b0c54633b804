import PostalMime, { type Email } from 'postal-mime';
import { until } from '#api/embedded/running.js';
import type { SandboxClient } from '../sandbox/sandbox-client.js';

type Delivery = Awaited<ReturnType<SandboxClient['ledger']>>[number];

/** Somebody a rep writes to: reads what arrived, answers it. */
export class Prospect {
  constructor(
    private readonly world: SandboxClient,
    readonly address: string,
  ) {}

  /** Everything that reached this address, oldest first. */
  async received(): Promise<Delivery[]> {
    return (await this.world.ledger()).filter((one) => one.recipients.includes(this.address));
  }

  /** Waits for the next mail after the first `after`. */
  async waitForMail(after = 0): Promise<Delivery> {
    let found: Delivery | undefined;
    const arrived = await until(
      async () => {
        found = (await this.received())[after];
        return found !== undefined;
      },
      60_000,
      50,
    );
    if (!found || !arrived) throw new Error(`no mail reached ${this.address}`);
    return found;
  }

  async reply(to: Delivery, text: string): Promise<void> {
    await this.world.prospectReplies({ deliveryId: to.id, from: this.address, text });
  }

  async bounce(mail: Delivery): Promise<void> {
    await this.world.prospectBounces({ deliveryId: mail.id, from: this.address });
  }
}

/** A delivered mail as a mail program reads it. */
export function parseDelivered(mail: Delivery): Promise<Email> {
  return PostalMime.parse(Buffer.from(mail.raw, 'base64'));
}
