import type { MailboxPage } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { GraphClient } from './graph-client.js';
import { cursorOf, DeltaPage, FOLDERS, type Folder, type Links, linksOf, mailboxPage } from './graph-delta.js';

/** A walk from the beginning tells only what came in this time: longer than two clocks differ, shorter than a long list. */
const RECENT_MS = 60 * 60_000;

/** The news of a mailbox, by the delta queries of its folders. */
export class GraphHistory {
  constructor(private readonly graph: GraphClient) {}

  /** Where the folders stand now. */
  async now(): Promise<string> {
    const recent = new Date(Date.now() - RECENT_MS).toISOString();
    const { links } = await this.walk((folder) => ({
      path: `me/mailFolders/${folder}/messages/delta`,
      query: {
        changeType: 'created',
        $filter: `receivedDateTime ge ${recent}`,
        $select: 'id,conversationId,receivedDateTime,isDraft',
      },
    }));
    return cursorOf(links);
  }

  /** @throws ProviderError `cursorExpired`, also for a cursor of another provider or server. */
  async since(cursor: string): Promise<MailboxPage> {
    const from = linksOf(cursor);
    if (!from || !FOLDERS.every((folder) => this.graph.knows(from[folder])))
      throw new ProviderError({ kind: 'cursorExpired' });
    const { walks, links } = await this.walk((folder) => ({ path: from[folder] }));
    return mailboxPage(walks, links);
  }

  private async walk(first: (folder: Folder) => { path: string; query?: Record<string, string> }) {
    const walks: Record<Folder, DeltaPage[]> = { inbox: [], sentitems: [] };
    const links: Links = { inbox: '', sentitems: '' };
    for (const folder of FOLDERS) {
      let page = await this.page(first(folder));
      walks[folder].push(page);
      while (page['@odata.deltaLink'] === undefined) {
        const next = page['@odata.nextLink'];
        if (next === undefined)
          throw new ProviderError({ kind: 'unclear' }, new Error('a delta page that leads nowhere'));
        page = await this.page({ path: next });
        walks[folder].push(page);
      }
      links[folder] = page['@odata.deltaLink'];
    }
    return { walks, links };
  }

  private page(call: { path: string; query?: Record<string, string> }): Promise<DeltaPage> {
    return this.graph.ask(DeltaPage, { ...call, prefer: 'odata.maxpagesize=200' });
  }
}
