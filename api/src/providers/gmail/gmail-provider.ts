import PostalMime from 'postal-mime';
import { z } from 'zod';
import type { Thread } from '#shared/draft.js';
import { MARKER_HEADER } from '../mime.js';
import { wordsOf } from '../plain-text.js';
import type {
  Letter,
  Look,
  MailboxPage,
  MessageIds,
  NewMessage,
  PageDraft,
  Parent,
  Provider,
  ProviderDraft,
  ProviderMessage,
  SentMessage,
} from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { GmailClient } from './gmail-client.js';
import { HistoryPage, mailboxPage, newMessage, placeOf } from './gmail-history.js';
import { findByMarker, headerOf, Message } from './gmail-marker.js';
import { findParent } from './gmail-parent.js';
import { pageDraftId } from './page-draft-id.js';

const Stub = z.object({ id: z.string(), threadId: z.string() });
const Draft = z.object({ id: z.string(), message: Message });
const Stubs = z.object({ messages: z.array(Stub).default([]) });
const Raw = Message.extend({ raw: z.string(), internalDate: z.coerce.number() });
const Watch = z.object({ historyId: z.string(), expiration: z.coerce.number() });
const me = { userId: 'me' } as const;

/** As many of the newest sent mails are looked through when history says nothing. */
const NEWEST_SENT = 20;
const NEWEST_RECEIVED = 200;

/** A Gmail mailbox through Google's client library. What is believed of Gmail is said where it is used. */
export class GmailProvider implements Provider {
  // Field reports and other people's emulators agree that drafts.send uses the draft up; Google does not promise it.
  readonly resendIsSafe = true;
  readonly idsStay = true;

  constructor(
    private readonly gmail: GmailClient,
    private readonly pubsubTopic: string,
  ) {}

  async watch(): Promise<{ expiresAt: Date; cursor: string }> {
    const requestBody = { topicName: this.pubsubTopic, labelIds: ['INBOX', 'SENT'], labelFilterBehavior: 'INCLUDE' };
    const watch = await this.gmail.ask(Watch, (api, options) => api.watch({ ...me, requestBody }, options));
    return { expiresAt: new Date(watch.expiration), cursor: watch.historyId };
  }

  async unwatch(): Promise<void> {
    await this.gmail.ask(z.unknown(), (api, options) => api.stop(me, options));
  }

  async changesSince(cursor: string): Promise<MailboxPage> {
    const pages: HistoryPage[] = [];
    for (let pageToken: string | undefined; pages.length === 0 || pageToken !== undefined; ) {
      const page: HistoryPage | undefined = await this.gmail.find(HistoryPage, (api, options) =>
        api.history.list(
          {
            ...me,
            startHistoryId: cursor,
            historyTypes: ['messageAdded'],
            ...(pageToken !== undefined && { pageToken }),
          },
          options,
        ),
      );
      // 404: Gmail has forgotten that far back ("typically at least a week, sometimes hours").
      if (!page) throw new ProviderError({ kind: 'cursorExpired' });
      pages.push(page);
      pageToken = page.nextPageToken;
    }
    return mailboxPage(cursor, pages);
  }

  async latest(): Promise<NewMessage[]> {
    // No search terms: search may lag behind by hours, lists and reads do not.
    const { messages } = await this.gmail.ask(Stubs, (api, options) =>
      api.messages.list({ ...me, labelIds: ['INBOX'], maxResults: NEWEST_RECEIVED }, options),
    );
    return messages.map(({ id, threadId }) => newMessage({ id, threadId, labelIds: ['INBOX'] }));
  }

  async message(id: string): Promise<ProviderMessage | undefined> {
    const found = await this.gmail.find(Raw, (api, options) => api.messages.get({ ...me, id, format: 'raw' }, options));
    const message = found && newMessage(found);
    if (!message || message.place === 'draft' || message.place === 'sent') return undefined;
    return { ...message, at: new Date(found.internalDate), mime: Buffer.from(found.raw, 'base64url') };
  }

  async baseline(): Promise<string> {
    const profile = await this.gmail.ask(z.object({ historyId: z.string() }), (api, options) =>
      api.getProfile(me, options),
    );
    return profile.historyId;
  }

  async createDraft(letter: Letter, mime: Uint8Array): Promise<ProviderDraft> {
    // In the JSON body: the client's upload form ignores rootUrl (googleapis 188) and would leave for the real Google.
    const raw = Buffer.from(mime).toString('base64url');
    const threadId = letter.answers?.threadId;
    const draft = await this.gmail.ask(z.object({ id: z.string(), message: Stub }), (api, options) =>
      api.drafts.create(
        { ...me, requestBody: { message: { raw, ...(threadId !== undefined && { threadId }) } } },
        options,
      ),
    );
    return { id: draft.id, messageId: draft.message.id, threadId: draft.message.threadId, marker: letter.marker };
  }

  async findDrafts(marker: string): Promise<ProviderDraft[]> {
    const { drafts } = await this.gmail.ask(
      z.object({ drafts: z.array(z.object({ id: z.string(), message: Stub })).default([]) }),
      (api, options) => api.drafts.list({ ...me, maxResults: 100 }, options),
    );
    const byMessage = new Map(drafts.map((draft) => [draft.message.id, draft.id]));
    const found = await findByMarker(this.gmail, [...byMessage.keys()], marker);
    return found
      .filter((message) => placeOf(message.labelIds) === 'draft')
      .map(({ id, threadId }) => ({ id: byMessage.get(id) ?? '', messageId: id, threadId, marker }));
  }

  async sendDraft(draft: ProviderDraft): Promise<SentMessage> {
    const sent = await this.gmail.ask(
      Stub,
      (api, options) => api.drafts.send({ ...me, requestBody: { id: draft.id } }, options),
      { once: true },
    );
    return sentMessage(sent);
  }

  async stamped(sent: SentMessage): Promise<MessageIds> {
    const message = await this.gmail.ask(Message, (api, options) =>
      api.messages.get({ ...me, id: sent.messageId, format: 'metadata', metadataHeaders: ['Message-ID'] }, options),
    );
    const stamped = headerOf(message, 'Message-ID');
    if (stamped === undefined) throw new ProviderError({ kind: 'unclear' });
    return { ...sent, stamped };
  }

  /** From the strongest evidence to the weakest. A 404 is no proof of sending, nor is a draft that still answers proof of none. */
  async look(draft: ProviderDraft, since: string): Promise<Look> {
    const [inHistory] = await findByMarker(this.gmail, await this.sentSince(since), draft.marker);
    if (inHistory) return { at: 'sent', sent: sentMessage(inHistory) };
    const pinned = await this.gmail.find(Draft, (api, options) =>
      api.drafts.get({ ...me, id: draft.id, format: 'minimal' }, options),
    );
    // A wrapper round a message that was sent already was seen in the field: the labels decide.
    if (pinned && placeOf(pinned.message.labelIds) === 'sent') return { at: 'sent', sent: sentMessage(pinned.message) };
    if (pinned) return { at: 'draft' };
    const message = await this.gmail.find(Message, (api, options) =>
      api.messages.get({ ...me, id: draft.messageId, format: 'minimal' }, options),
    );
    if (message && placeOf(message.labelIds) === 'sent') return { at: 'sent', sent: sentMessage(message) };
    const [inSent] = await findByMarker(this.gmail, await this.newestSent(), draft.marker);
    return inSent ? { at: 'sent', sent: sentMessage(inSent) } : { at: 'gone' };
  }

  async deleteDraft({ id }: { id: string }): Promise<void> {
    const draft = await this.gmail.find(Draft, (api, options) =>
      api.drafts.get({ ...me, id, format: 'minimal' }, options),
    );
    if (!draft || placeOf(draft.message.labelIds) !== 'draft') return;
    await this.gmail.find(z.unknown(), (api, options) => api.drafts.delete({ ...me, id }, options));
  }

  parentOf(thread: Thread): Promise<Parent | undefined> {
    return findParent(this.gmail, thread);
  }

  async leftovers(_: Letter, { ids }: { ids: readonly string[] }): Promise<PageDraft[]> {
    const drafts: PageDraft[] = [];
    for (const id of ids) {
      const draft = await this.pageDraft(id);
      if (draft) drafts.push(draft);
    }
    return drafts;
  }

  private async pageDraft(webmailDraftId: string): Promise<PageDraft | undefined> {
    const id = pageDraftId(webmailDraftId);
    if (id === undefined) return undefined;
    const draft = await this.gmail.find(z.object({ message: Raw }), (api, options) =>
      api.drafts.get({ ...me, id, format: 'raw' }, options),
    );
    if (!draft || placeOf(draft.message.labelIds) !== 'draft') return undefined;
    const mail = await PostalMime.parse(Buffer.from(draft.message.raw, 'base64url'));
    return {
      id,
      isNamed: true,
      subject: mail.subject ?? '',
      to: (mail.to ?? []).flatMap(({ address }) => (address === undefined ? [] : [address.toLowerCase()])),
      text: mail.html === undefined ? (mail.text ?? '').replace(/\s+/gu, ' ').trim() : wordsOf(mail.html),
      savedAt: new Date(draft.message.internalDate),
      marker: mail.headers.find(({ key }) => key === MARKER_HEADER.toLowerCase())?.value ?? null,
    };
  }

  private async sentSince(cursor: string): Promise<string[]> {
    try {
      const { added } = await this.changesSince(cursor);
      return added.filter((message) => message.place === 'sent').map((message) => message.id);
    } catch (error) {
      if (error instanceof ProviderError && error.failure.kind === 'cursorExpired') return [];
      throw error;
    }
  }

  private async newestSent(): Promise<string[]> {
    const { messages } = await this.gmail.ask(Stubs, (api, options) =>
      api.messages.list({ ...me, labelIds: ['SENT'], maxResults: NEWEST_SENT }, options),
    );
    return messages.map((message) => message.id);
  }
}

const sentMessage = ({ id, threadId }: z.output<typeof Stub>): SentMessage => ({ messageId: id, threadId });
