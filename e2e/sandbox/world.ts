import { account, addAccount, SEED } from './accounts.js';
import { Faults } from './faults.js';
import { Mailbox } from './mailbox.js';
import { seedMail } from './seed-mail.js';
import { openSigner, type Signer } from './signer.js';
import { Store } from './store.js';

/** What every dialect of the sandbox stands on. */
export class World {
  readonly faults = new Faults();
  /** Routes somebody asked for that nobody here knows; a good test run leaves this empty. */
  readonly unknown: string[] = [];
  /** API calls in the order they came, newest last; the oldest are dropped. */
  readonly calls: { operation: string; account: string; at: number }[] = [];
  /** What the mail page's third parties were sent. */
  readonly telemetry: { host: string; path: string; body: string }[] = [];
  /** What the browser reported against the mail page's own policy. */
  readonly cspReports: string[] = [];
  pushUrl: string | undefined;

  readonly directory: string;
  readonly store: Store;
  readonly signer: Signer;

  private microsoft: Promise<Signer> | undefined;
  private readonly timers = new Set<NodeJS.Timeout>();

  private constructor(directory: string, store: Store, signer: Signer) {
    this.directory = directory;
    this.store = store;
    this.signer = signer;
  }

  static async open(directory: string, pushUrl?: string): Promise<World> {
    const store = new Store(directory);
    const world = new World(directory, store, await openSigner(directory, 'google'));
    world.pushUrl = pushUrl;
    world.seed();
    return world;
  }

  /** The mailbox of a rep. Throws when the address is not a rep's. */
  mailbox(email: string): Mailbox {
    const owner = account(this.store, email);
    if (!owner) throw new Error(`${email} is not a rep of the sandbox`);
    return new Mailbox(this.store, owner.email);
  }

  /** Microsoft's signing key; made when it is first asked for, because making one takes a while. */
  microsoftSigner(): Promise<Signer> {
    this.microsoft ??= openSigner(this.directory, 'microsoft');
    return this.microsoft;
  }

  /** Does something a little later, unless the sandbox has ended by then. */
  later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.store.close();
  }

  called(operation: string, email: string): void {
    this.calls.push({ operation, account: email, at: Date.now() });
    if (this.calls.length > 2000) this.calls.shift();
  }

  /** Everything as on the first start; tokens and watches are gone too. */
  reset(): void {
    this.store.clear();
    this.faults.clear();
    for (const list of [this.unknown, this.calls, this.telemetry, this.cspReports]) list.length = 0;
    this.seed();
  }

  private seed(): void {
    this.store.transact(() => {
      for (const one of SEED) {
        if (account(this.store, one.email)) continue;
        addAccount(this.store, one);
        seedMail(this.mailbox(one.email), one.name);
      }
    });
  }
}
