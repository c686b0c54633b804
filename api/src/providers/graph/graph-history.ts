import type { MailboxPage } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { GraphCall, GraphClient } from './graph-client.js';
import { cursorOf, DeltaPage, FOLDERS, type Folder, type Links, mailboxPage, placeAt } from './graph-delta.js';

/** More than two clocks differ; what is told twice because of it is recognised by whoever reads it. */
const OVERLAP_MS = 5 * 60_000;

/** The news of a mailbox, by the delta queries of its folders. */
export class GraphHistory {
  constructor(private readonly graph: GraphClient) {}

  /** Only a time: every send asks for it, and most are never looked up. The first walk from it makes links of it. */
  now(): string {
    return cursorOf({ since: new Date(Date.now() - OVERLAP_MS).toISOString() });
  }

  /** @throws ProviderError `cursorExpired`, also for a cursor of another provider or server. */
  async since(cursor: string): Promise<MailboxPage> {
    const from = placeAt(cursor);
    if (!from) throw new ProviderError({ kind: 'cursorExpired' });
    if ('since' in from) return this.walk((folder) => firstOf(folder, from.since));
    if (!FOLDERS.every((folder) => this.graph.knows(from[folder]))) throw new ProviderError({ kind: 'cursorExpired' });
    return this.walk((folder) => ({ path: from[folder] }));
  }

  private async walk(first: (folder: Folder) => GraphCall): Promise<MailboxPage> {
    const walks: Record<Folder, DeltaPage[]> = { inbox: [], sentitems: [] };
    const links: Links = { inbox: '', sentitems: '' };
    for (const folder of FOLDERS)
      for (let call: GraphCall | undefined = first(folder); call; ) {
        const page: DeltaPage = await this.graph.ask(DeltaPage, { ...call, prefer: 'odata.maxpagesize=200' });
        walks[folder].push(page);
        const next = page['@odata.nextLink'];
        call = next === undefined ? undefined : { path: next };
        links[folder] = page['@odata.deltaLink'] ?? '';
      }
    if (!FOLDERS.every((folder) => links[folder]))
      throw new ProviderError({ kind: 'unclear' }, new Error('no delta link'));
    return mailboxPage(walks, links);
  }
}

const firstOf = (folder: Folder, since: string): GraphCall => ({
  path: `me/mailFolders/${folder}/messages/delta`,
  query: {
    changeType: 'created',
    $filter: `receivedDateTime ge ${since}`,
    $select: 'id,conversationId,receivedDateTime,isDraft',
  },
});
