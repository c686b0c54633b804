import { ComposePage } from './compose-page.js';

/** A compose window of Gmail's, or an answer below a mail. */
export class GmailComposePage extends ComposePage {
  protected readonly parts = {
    body: '[g_editable=true]',
    subject: 'input[name=subjectbox]',
    send: '.IZ .Up [role=button]:not([aria-haspopup])',
    signature: '.gmail_signature',
    quote: '.gmail_quote_container',
    saved: '.lm-note',
  };

  async to(recipient: string): Promise<void> {
    const entry = await this.part('[name=to] input[role=combobox]');
    await entry.focus();
    await this.enter(recipient);
    await this.page.keyboard.press('Enter');
    await this.root.waitForSelector('[name=to] [data-hovercard-id]');
  }

  async discard(): Promise<void> {
    await (await this.part('[aria-label="Discard draft"]')).click();
  }

  /** Gmail's "Save & close". */
  async close(): Promise<void> {
    await (await this.part('[aria-label^="Save"]')).click();
  }
}
