import { ComposePage } from './compose-page.js';

/** A compose of Outlook's: on the stage, below the mail it answers, or in a page of its own. */
export class OutlookComposePage extends ComposePage {
  protected readonly parts = {
    body: '[id^=editorParent_] [role=textbox]',
    subject: '[id$=_SUBJECT]',
    send: '[data-testid=ComposeSendButton] button',
    signature: '#Signature',
    quote: '#appendonsend, #appendonsend ~ *',
    saved: '[data-standin-saved]',
  };

  async to(recipient: string): Promise<void> {
    // In an answer the wells are one line of names until somebody goes there.
    await (await this.root.$('[data-standin-collapsed]'))?.click();
    const well = await this.part('[id$=_TO] [contenteditable]');
    await well.focus();
    await this.enter(recipient);
    await this.page.keyboard.press('Enter');
    await this.root.waitForSelector('[id$=_TO] ._EType_RECIPIENT_ENTITY');
  }

  /** The cross of its tab. */
  async close(): Promise<void> {
    await this.page.click('[role=tab][aria-selected=true] + button');
  }

  async discard(): Promise<void> {
    await (await this.part('#discardCompose')).click();
    await (await this.page.waitForSelector('[data-standin-dialog=discard] [data-standin-yes]'))?.click();
  }
}
