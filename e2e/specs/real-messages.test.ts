import { expect, test } from 'vitest';
import { PanelPage } from '../pages/panel-page.js';
import { parseDelivered } from '../pages/prospect.js';
import { renderedText } from '../pages/rendered.js';
import { realMail } from './real-mail.js';
import { useStory, wordsOf } from './story.js';

const story = useStory();
const charles = 'charles@analytical.example';

test('50 real messages, pasted as drafts, arrive with the text the rep saw', async () => {
  const { rep, stack, prospect } = story();
  const messages = await realMail(50);
  const gmail = await story().gmail();
  const panel = new PanelPage(gmail.page);
  const seen = new Map<string, { subject: string; words: string }>();
  for (const message of messages) {
    const compose = await gmail.compose();
    await panel.waitForRing();
    await compose.to(charles);
    await compose.subject(message.subject);
    await compose.paste(message.html);
    await panel.open();
    if (seen.size === 0) await panel.signInIfAsked();
    await panel.undoFor(0);
    // The first so many words tell one delivery from the next.
    const words = wordsOf(await compose.visibleText());
    expect(words.length, message.name).toBeGreaterThan(20);
    await panel.press('send');
    await gmail.waitForNoCompose();
    const mail = await prospect(charles).waitForMail(seen.size);
    seen.set(message.name, { subject: message.subject, words });
    const delivered = await parseDelivered(mail);
    expect(wordsOf(delivered.subject ?? ''), message.name).toBe(message.subject);
    expect(wordsOf(await renderedText(rep.browser, delivered.html ?? '')), `${message.name} (${message.kind})`).toBe(
      words,
    );
  }
  expect(await stack.world.ledger()).toHaveLength(messages.length);
});
