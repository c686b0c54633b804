import type { Page } from 'puppeteer';
import type { Webmail as WebmailName } from '#shared/draft.js';
import { GmailPage } from './gmail-page.js';
import type { MailPage } from './mail-page.js';
import { type Language, OutlookPage } from './outlook-page.js';

/** A webmail the stories are told in, and the rep they are told of: the first of its accounts in the sandbox. */
export interface Webmail {
  name: WebmailName;
  rep: { name: string; address: string };
  /** Loads the mail page in a tab and waits until it can be used. */
  open(page: Page): Promise<MailPage>;
}

export const gmail: Webmail = {
  name: 'gmail',
  rep: { name: 'Ada Seller', address: 'ada.seller@northwind.example' },
  open: (page) => GmailPage.open(page),
};

export const outlookIn = (language: Language): Webmail => ({
  name: 'outlook',
  rep: { name: 'Ada Seller', address: 'ada.seller@northwind-group.example' },
  open: (page) => OutlookPage.open(page, { language }),
});

export const outlook = outlookIn('en');
