import { z } from 'zod';
import type { Thread } from '#shared/draft.js';
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
import { attach } from './graph-attachments.js';
import type { GraphClient } from './graph-client.js';
import { GraphHistory } from './graph-history.js';
import { findByMarker, MARKER_PROPERTY, marksOf, withMarker } from './graph-marker.js';
import { contentOf, MESSAGE_FIELDS, Message, newMessage, WRITTEN_FIELDS, Written } from './graph-message.js';
import { findParent } from './graph-parent.js';
import { GraphWatch, type WatchSettings } from './graph-watch.js';

const NEWEST_RECEIVED = 200;
const at = (id: string) => `me/messages/${encodeURIComponent(id)}`;

/** An Outlook mailbox through Microsoft's client library. What is believed of Graph is said where it is used. */
export class GraphProvider implements Provider {
  // What a second send of a draft does while the first is on its way is documented nowhere.
  readonly resendIsSafe = false;
  // Even an "immutable" id is another after a move to an archive mailbox, for example.
  readonly idsStay = false;
  private readonly history: GraphHistory;
  private readonly watching: GraphWatch;

  /** @param address the mailbox's own. */
  constructor(
    private readonly graph: GraphClient,
    private readonly address: string,
    settings: WatchSettings,
  ) {
    this.history = new GraphHistory(graph);
    this.watching = new GraphWatch(graph, settings);
  }

  async watch(): Promise<{ expiresAt: Date; cursor: string }> {
    return { cursor: this.history.now(), expiresAt: await this.watching.begin() };
  }

  unwatch(): Promise<void> {
    return this.watching.end();
  }

  async baseline(): Promise<string> {
    return this.history.now();
  }

  changesSince(cursor: string): Promise<MailboxPage> {
    return this.history.since(cursor);
  }

  async latest(): Promise<NewMessage[]> {
    const { value } = await this.graph.ask(z.object({ value: z.array(Message) }), {
      path: 'me/mailFolders/inbox/messages',
      query: { $select: MESSAGE_FIELDS, $orderby: 'receivedDateTime desc', $top: NEWEST_RECEIVED },
    });
    return value.map((message) => newMessage(message, this.address));
  }

  async message(id: string): Promise<ProviderMessage | undefined> {
    const found = await this.graph.find(Message, { path: at(id), query: { $select: MESSAGE_FIELDS } });
    if (!found) return undefined;
    const message = newMessage(found, this.address);
    if (message.place !== 'received') return undefined;
    const mime = await this.graph.bytes(`${at(id)}/$value`);
    return mime && { ...message, at: found.receivedDateTime ?? new Date(), mime };
  }

  /** The marks come last: what has them is whole, so a draft that is found by them can be sent. */
  async createDraft(letter: Letter): Promise<ProviderDraft> {
    const content = contentOf(letter);
    const marks = marksOf(letter.marker, this.address);
    if (letter.answers === null && !letter.attachments?.length)
      return draftOf(await this.post('me/messages', { ...content, ...marks }), letter.marker);
    const begun = letter.answers
      ? await this.post(`${at(letter.answers.id)}/createReply`, { message: content })
      : await this.post('me/messages', content);
    for (const attachment of letter.attachments ?? []) await attach(this.graph, begun.id, attachment);
    // createReply has ideas of its own about recipients, subject and quote; what was approved is what goes out.
    const whole = await this.graph.ask(Message, {
      method: 'PATCH',
      path: at(begun.id),
      body: { ...content, ...marks },
    });
    return draftOf(whole, letter.marker);
  }

  async findDrafts(marker: string): Promise<ProviderDraft[]> {
    const found = await findByMarker(this.graph, 'drafts', marker, this.address);
    return found.filter(({ isDraft }) => isDraft).map((message) => draftOf(message, marker));
  }

  async sendDraft(draft: ProviderDraft): Promise<SentMessage> {
    await this.graph.ask(z.unknown(), { method: 'POST', path: `${at(draft.id)}/send` }, { once: true });
    // Graph only says that it was accepted. Whether the copy in Sent Items keeps the id is told both ways.
    return { messageId: draft.messageId, threadId: draft.threadId };
  }

  async stamped(_: SentMessage, marker: string): Promise<MessageIds> {
    const copy = await this.sentCopy(marker);
    if (!copy?.internetMessageId) throw new ProviderError({ kind: 'unclear' });
    return { ...sentMessage(copy), stamped: copy.internetMessageId };
  }

  async look(draft: ProviderDraft): Promise<Look> {
    const copy = await this.sentCopy(draft.marker);
    if (copy) return { at: 'sent', sent: sentMessage(copy) };
    const pinned = await this.graph.find(Message, { path: at(draft.id), query: { $select: MESSAGE_FIELDS } });
    if (pinned && !pinned.isDraft) return { at: 'sent', sent: sentMessage(pinned) };
    // One the rep has thrown away is still a draft by its id, in Deleted Items: only in Drafts is it one to send.
    const path = `me/mailFolders/drafts/messages/${encodeURIComponent(draft.id)}`;
    const inDrafts = pinned && (await this.graph.find(Message, { path, query: { $select: MESSAGE_FIELDS } }));
    return { at: inDrafts?.isDraft ? 'draft' : 'gone' };
  }

  async deleteDraft({ id }: { id: string }): Promise<void> {
    const draft = await this.graph.find(Message, { path: at(id), query: { $select: MESSAGE_FIELDS } });
    if (!draft?.isDraft) return;
    // A plain DELETE would move it to Deleted Items, where its id could still be sent.
    await this.graph.find(z.unknown(), { method: 'POST', path: `${at(id)}/permanentDelete` });
  }

  parentOf(thread: Thread): Promise<Parent | undefined> {
    return findParent(this.graph, thread);
  }

  async leftovers(_: Letter, { since }: { since: Date }): Promise<PageDraft[]> {
    const { value } = await this.graph.ask(z.object({ value: z.array(Written) }), {
      path: 'me/mailFolders/drafts/messages',
      query: {
        $filter: `lastModifiedDateTime ge ${since.toISOString()}`,
        $orderby: 'lastModifiedDateTime desc',
        $select: WRITTEN_FIELDS,
        $expand: withMarker,
        $top: 50,
      },
    });
    // A letter that carried files or pictures would have been left to Outlook's own Send: these are somebody else's.
    return value.filter((draft) => !carriesFiles(draft)).map(pageDraft);
  }

  private post(path: string, body: object): Promise<Message> {
    return this.graph.ask(Message, { method: 'POST', path, body });
  }

  private async sentCopy(marker: string): Promise<Message | undefined> {
    const [copy] = await findByMarker(this.graph, 'sentitems', marker, this.address);
    return copy;
  }
}

const sentMessage = ({ id, conversationId }: Message): SentMessage => ({
  messageId: id,
  threadId: conversationId ?? '',
});

const draftOf = (message: Message, marker: string): ProviderDraft => ({
  id: message.id,
  messageId: message.id,
  threadId: message.conversationId ?? '',
  marker,
});

const carriesFiles = ({ hasAttachments, body }: Written) =>
  hasAttachments || /\ssrc\s*=\s*["']?cid:/i.test(body.content);

const pageDraft = (draft: Written): PageDraft => ({
  id: draft.id,
  isNamed: false,
  subject: draft.subject ?? '',
  to: draft.toRecipients.flatMap(({ emailAddress: { address } }) => (address ? [address.toLowerCase()] : [])),
  text: wordsOf(draft.body.content),
  savedAt: draft.lastModifiedDateTime,
  marker:
    draft.singleValueExtendedProperties.find(({ id }) => id.toLowerCase() === MARKER_PROPERTY.toLowerCase())?.value ??
    null,
});
