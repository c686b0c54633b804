import type { Mailbox } from './mailbox.js';

const HOUR_MS = 3600 * 1000;

interface Seed {
  from: string;
  subject: string;
  hoursAgo: number;
  text: string;
}

const INBOX: Seed[] = [
  {
    from: 'Grace Okafor <grace.okafor@analytical.example>',
    subject: 'Questions before Thursday',
    hoursAgo: 3,
    text: 'Hi {rep},\r\n\r\nThanks for the walk-through on Monday. Two things before we meet again: how long does a rollout to\r\n40 people usually take, and can we keep our own sign-in?\r\n\r\nBest,\r\nGrace',
  },
  {
    from: 'Tomas Lindqvist <tomas@fjordlogistics.example>',
    subject: 'Intro: FinOps Forum',
    hoursAgo: 26,
    text: 'Hello {rep},\r\n\r\nWe spoke briefly after your talk. I run operations at Fjord Logistics and our renewal dates live in\r\nthree spreadsheets. If you have an hour in the next two weeks, I would like to see how others do it.\r\n\r\nTomas',
  },
  {
    from: 'Northwind Facilities <facilities@{hd}>',
    subject: 'The third floor kitchen is back on Friday',
    hoursAgo: 49,
    text: 'Hello everybody,\r\n\r\nThe new coffee machine arrives on Thursday evening. Please empty the left fridge by then.\r\n\r\nFacilities',
  },
];

/** The mail a rep finds on the first start: three that could be true, one of them not from a prospect. */
export function seedMail(mailbox: Mailbox, rep: string): void {
  for (const [index, seed] of INBOX.entries()) {
    const at = Date.now() - seed.hoursAgo * HOUR_MS;
    const from = seed.from.replace('{hd}', mailbox.email.split('@')[1] ?? '');
    const domain = /@([^>]+)>/.exec(from)?.[1] ?? 'example';
    const head = [
      `From: ${from}`,
      `To: ${rep} <${mailbox.email}>`,
      `Subject: ${seed.subject}`,
      `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <seed-${index}.${mailbox.email.split('@')[0]}@${domain}>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
    ];
    const text = seed.text.replace('{rep}', rep.split(' ')[0] ?? rep);
    mailbox.receive(Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}\r\n`), at);
  }
}
