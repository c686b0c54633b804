import { expect, test } from 'vitest';
import { addressesIn, field, withFields } from './letter.js';
import { textOf } from './mime-tree.js';

const bytes = Buffer.from(
  'Subject: one\r\n two\r\nTo: "Doe, Jane" <jane@x.example>,\r\n b@y.example\r\nX-A: 1\r\n\r\nbody \xff\r\n',
  'latin1',
);

test('a folded field is read whole', () => {
  expect(field(bytes, 'subject')).toBe('one two');
  expect(addressesIn(bytes, 'To')).toEqual(['jane@x.example', 'b@y.example']);
});

test('changing a header leaves every byte of the body and the order of the others', () => {
  const changed = withFields(bytes, { 'X-A': null, Subject: 'new', 'Message-ID': '<m>' });
  expect(changed.toString('latin1')).toBe(
    'Subject: new\r\nTo: "Doe, Jane" <jane@x.example>,\r\n b@y.example\r\nMessage-ID: <m>\r\n\r\nbody \xff\r\n',
  );
});

test('a nested multipart is opened down to its text, whatever its charset and encoding', () => {
  const mail = [
    'Content-Type: multipart/mixed; boundary="a b"',
    '',
    'preamble',
    '--a b',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=FC=DFe =',
    'weiter',
    '--inner--',
    '--a b--',
    '',
  ];
  expect(textOf(Buffer.from(mail.join('\r\n')), 'text/plain')).toBe('Grüße weiter');
});
