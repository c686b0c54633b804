import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { until } from '#api/embedded/running.js';
import { readEmail, readOverview, sendEmail } from '#shared/api.js';
import type { SignInWay } from '#shared/user.js';
import { signInOverHttp } from '../pages/http-rep.js';
import { letterTo } from '../pages/letter.js';
import { Prospect } from '../pages/prospect.js';
import type { PlannedFault } from '../sandbox/faults.js';
import { type Stack, startStack } from '../stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ postgresUrl: inject('postgresUrl') });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** What the provider calls its operations. */
interface Mailbox {
  rep: string;
  way: SignInWay;
  create: string;
  send: string;
}

const mailboxes: Record<'Gmail' | 'Outlook', Mailbox> = {
  Gmail: { rep: 'ada.seller@northwind.example', way: 'google', create: 'drafts.create', send: 'drafts.send' },
  Outlook: {
    rep: 'ada.seller@northwind-group.example',
    way: 'microsoft',
    create: 'messages.create',
    send: 'messages.send',
  },
};

/** Where the provider was with the call when everything of ours was killed. */
const moments = ({ create, send }: Mailbox): [string, Omit<PlannedFault, 'times'>][] => [
  ['while the draft is being made', { operation: create, fault: 'slow answer', ms: 60_000 }],
  ['while it is sent and that not said yet', { operation: send, fault: 'slow answer', ms: 60_000 }],
  ['while it is not sent yet, but will be', { operation: send, fault: 'commits late', ms: 1_000 }],
];

describe.each(Object.entries(mailboxes))('API and worker killed in the middle of a send from %s', (_, mailbox) => {
  const { rep, way } = mailbox;
  let replied = 0;

  test.each(moments(mailbox))(
    '%s: started again, the mail is delivered once and its reply counted',
    async (name, fault) => {
      onTestFailed(() => console.error(stack.logs()));
      const prospect = new Prospect(stack.world, `${fault.operation}.${replied}@restart.example`);
      const { call } = await signInOverHttp(stack.apiUrl, rep, way);
      await stack.world.next(fault);
      const seen = (await stack.world.state()).calls.length;
      const body = letterTo(prospect.address, { from: rep, subject: name });
      const { id } = await call(sendEmail, { body }, { key: randomUUID() });
      const reached = async () =>
        (await stack.world.state()).calls.slice(seen).some((one) => one.operation === fault.operation);
      expect(await until(reached, 20_000)).toBe(true);
      await Promise.all([stack.worker.kill(), stack.api.kill()]);
      await stack.start();

      const again = await signInOverHttp(stack.apiUrl, rep, way);
      const status = async () => (await again.call(readEmail, { id })).status;
      await until(async () => (await status()) === 'SENT', 60_000, 200);
      expect(await status()).toBe('SENT');
      const mail = await prospect.waitForMail();
      expect(await prospect.received()).toHaveLength(1);

      await prospect.reply(mail, 'Thank you.');
      replied += 1;
      const counted = async () => (await again.call(readOverview, { query: {} })).totals.replied;
      await until(async () => (await counted()) >= replied, 20_000, 100);
      expect(await counted()).toBe(replied);
      expect(await prospect.received()).toHaveLength(1);
    },
  );
});
