import type { Page } from 'puppeteer';
import type { Webmail as WebmailName } from '#shared/draft.js';
import { GmailPage } from './gmail-page.js';
import type { MailPage } from './mail-page.js';
import { type Language, OutlookPage } from './outlook-page.js';

/** A webmail the stories are told in, and the rep they are told of: the first of its accounts in the sandbox. */
export interface Webmail {
  name: WebmailName;
  title: string;
  rep: { name: string; address: string };
  /** What it puts before the subject of an answer, in the language it is shown in. */
  answerMark: string;
  /** Loads the mail page in a tab and waits until it can be used. */
  open(page: Page): Promise<MailPage>;
}

export const gmail: Webmail = {
  name: 'gmail',
  title: 'Gmail',
  rep: { name: 'Ada Seller', address: 'ada.seller@northwind.example' },
  answerMark: 'Re: ',
  open: (page) => GmailPage.open(page),
};

export const languages: Language[] = ['en', 'de', 'fr', 'es', 'zh'];

export const outlookIn = (language: Language): Webmail => ({
  name: 'outlook',
  title: `Outlook (${language})`,
  rep: { name: 'Ada Seller', address: 'ada.seller@northwind-group.example' },
  answerMark: { en: 'Re: ', de: 'AW: ', fr: 'RE: ', es: 'RE: ', zh: '回复: ' }[language],
  open: (page) => OutlookPage.open(page, { language }),
});

export const outlook = outlookIn('en');
