import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, test } from 'vitest';
import { until } from '#api/embedded/running.js';
import { readEmail, readOverview, sendEmail } from '#shared/api.js';
import { signInOverHttp } from '../pages/http-rep.js';
import { letterTo } from '../pages/letter.js';
import { Prospect } from '../pages/prospect.js';
import type { PlannedFault } from '../sandbox/faults.js';
import { type Stack, startStack } from '../stack.js';

const rep = 'ada.seller@northwind.example';
let stack: Stack;
let replied = 0;
beforeAll(async () => {
  stack = await startStack({ postgresUrl: inject('postgresUrl') });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** Where Gmail was with the call when everything of ours was killed. */
const moments: [string, Omit<PlannedFault, 'times'>][] = [
  ['while the draft is being made', { operation: 'drafts.create', fault: 'slow answer', ms: 60_000 }],
  ['while Gmail has sent it and not said so yet', { operation: 'drafts.send', fault: 'slow answer', ms: 60_000 }],
  ['while Gmail has not sent it yet, but will', { operation: 'drafts.send', fault: 'commits late', ms: 1_000 }],
];

describe('API and worker killed in the middle of a send', () => {
  test.each(moments)('%s: started again, the mail is delivered once and its reply counted', async (name, fault) => {
    onTestFailed(() => console.error(stack.logs()));
    const prospect = new Prospect(stack.world, `${fault.operation}.${replied}@restart.example`);
    const { call } = await signInOverHttp(stack.apiUrl, rep);
    await stack.world.next(fault);
    const seen = (await stack.world.state()).calls.length;
    const body = letterTo(prospect.address, { from: rep, subject: name });
    const { id } = await call(sendEmail, { body }, { key: randomUUID() });
    const reached = async () =>
      (await stack.world.state()).calls.slice(seen).some((one) => one.operation === fault.operation);
    expect(await until(reached, 20_000)).toBe(true);
    await Promise.all([stack.worker.kill(), stack.api.kill()]);
    await stack.start();

    const again = await signInOverHttp(stack.apiUrl, rep);
    const status = async () => (await again.call(readEmail, { id })).status;
    await until(async () => (await status()) === 'SENT', 60_000, 200);
    expect(await status()).toBe('SENT');
    expect(await prospect.received()).toHaveLength(1);

    await prospect.reply(await prospect.waitForMail(), 'Thank you.');
    replied += 1;
    const counted = async () => (await again.call(readOverview, { query: {} })).totals.replied;
    await until(async () => (await counted()) >= replied, 20_000, 100);
    expect(await counted()).toBe(replied);
    expect(await prospect.received()).toHaveLength(1);
  });
});
