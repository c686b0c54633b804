import { expect, test } from 'vitest';
import { PanelPage } from '../pages/panel-page.js';
import { parseDelivered } from '../pages/prospect.js';
import { renderedTexts } from '../pages/rendered.js';
import { type RealMail, realMail } from './real-mail.js';
import { useStory, wordsOf } from './story.js';

const story = useStory();
const charles = 'charles@analytical.example';

/** What the rep saw in the compose when pressing Send. */
interface Seen {
  mail: RealMail;
  subject: string;
  words: string;
}

test('50 real messages, pasted as drafts, arrive with the text the rep saw', async () => {
  const { rep, prospect } = story();
  const mails = await realMail(50);
  const mailPage = await story().mailPage();
  const panel = new PanelPage(mailPage.page);
  const sent: Seen[] = [];
  for (const [index, mail] of mails.entries()) {
    // Numbered, because real messages repeat each other's subjects.
    const subject = wordsOf(`${index + 1}. ${mail.subject}`);
    const compose = await mailPage.compose();
    await panel.waitForRing();
    await compose.to(charles);
    await compose.subject(subject);
    await compose.paste(mail.html);
    await panel.open();
    if (index === 0) await panel.signInIfAsked();
    await panel.undoFor(0);
    sent.push({ mail, subject, words: wordsOf(await compose.visibleText()) });
    await panel.press('send');
    await mailPage.waitForNoCompose();
    await panel.putAwaySlips();
  }
  await prospect(charles).waitForMail(mails.length - 1);

  const arrived = await Promise.all((await prospect(charles).received()).map(parseDelivered));
  const texts = await renderedTexts(
    rep.browser,
    arrived.map(({ html }) => html ?? ''),
  );
  const bySubject = new Map(arrived.map(({ subject }, index) => [wordsOf(subject ?? ''), wordsOf(texts[index] ?? '')]));
  for (const { mail, subject, words } of sent) {
    expect(words.length, mail.name).toBeGreaterThan(20);
    expect(bySubject.get(subject), `${mail.name} (${mail.kind})`).toBe(words);
  }
  expect(arrived).toHaveLength(mails.length);
}, 300_000);
