import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Address } from '#shared/draft.js';
import { plainText } from './plain-text.js';
import type { Letter } from './provider.js';

/** Kept by Gmail on drafts.send, as field reports say; searchable nowhere, readable by messages.get. */
export const MARKER_HEADER = 'X-Lumina-Send-Id';

/**
 * A letter as an Internet message: text and HTML as alternatives, attachments beside them, CRLF, no line over 998 characters, Bcc kept because
 * Gmail takes the recipients from the headers. The same letter gives the same bytes in every process.
 */
export async function compile(letter: Letter): Promise<Buffer> {
  const composer = new MailComposer({
    from: nodemailerAddress(letter.from),
    to: letter.to.map(nodemailerAddress),
    cc: letter.cc.map(nodemailerAddress),
    bcc: letter.bcc.map(nodemailerAddress),
    subject: letter.subject,
    text: plainText(letter.html),
    html: letter.html,
    date: letter.date,
    // Gmail replaces it by one of its own; it must only not be made of chance and of this machine's name.
    messageId: `<${letter.marker}@${letter.from.email.slice(letter.from.email.lastIndexOf('@') + 1)}>`,
    headers: { [MARKER_HEADER]: letter.marker },
    ...(letter.answers && {
      inReplyTo: letter.answers.messageId,
      references: [...letter.answers.references, letter.answers.messageId],
    }),
    attachments: (letter.attachments ?? []).map(({ name, contentType, bytes }) => ({
      filename: name,
      contentType,
      content: Buffer.from(bytes),
    })),
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
    ...({ baseBoundary: letter.marker } as object),
  });
  const message = composer.compile();
  message.keepBcc = true;
  return message.build();
}

const nodemailerAddress = ({ name, email }: Address) => ({ name, address: email });
