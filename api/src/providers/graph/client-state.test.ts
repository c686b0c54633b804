import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { MailboxId } from '#shared/ids.js';
import { clientStateOf, mailboxOfClientState } from './client-state.js';

const secret = 'a secret only these tests use, long enough';
const mailboxId = MailboxId.parse(randomUUID());
const state = clientStateOf(secret, mailboxId);

test('a client state names its mailbox, within what Graph keeps', () => {
  expect(state.length).toBeLessThanOrEqual(128);
  expect(mailboxOfClientState(secret, state)).toBe(mailboxId);
});

test.each([
  ['of another server', clientStateOf('another secret, which is long enough too', mailboxId)],
  ['moved to another mailbox', state.replace(mailboxId, randomUUID())],
  ['cut short', state.slice(0, -1)],
  ['with more behind it', `${state}A`],
  ['without a signature', mailboxId],
  ['empty', ''],
])('one that is %s names none', (_, forged) => {
  expect(mailboxOfClientState(secret, forged)).toBeUndefined();
});
