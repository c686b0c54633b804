import { Injectable } from '@nestjs/common';
import { Draft, type DraftList, type DraftSave, type DraftSaved } from '#shared/draft.js';
import { DraftId } from '#shared/ids.js';
import type { Caller } from '../auth/caller.js';
import { Database } from '../db/database.js';
import type { EmailDraft } from '../generated/prisma/client.js';
import { notFound, Refusal } from '../http/problem.js';
import { contentHash } from './content-hash.js';

type Outcome = { id: DraftId; revision: number; saved_at: Date };

@Injectable()
export class DraftsService {
  constructor(private readonly database: Database) {}

  /**
   * Keeps a draft. A save based on the newest revision makes the next; the same save again gets the same answer.
   * @throws Refusal staleRevision with the newer copy where another one came first; the text of this save is then
   * kept beside it in draft_revisions, so neither is lost.
   */
  async save(caller: Caller, draft: DraftSave): Promise<DraftSaved> {
    const values = [
      caller.organisationId,
      draft.id,
      caller.userId,
      draft.basedOn,
      contentHash(draft),
      draft.from,
      draft.webmail,
      draft.webmailDraftId,
      JSON.stringify(draft.to),
      JSON.stringify(draft.cc),
      JSON.stringify(draft.bcc),
      draft.subject,
      draft.html,
      draft.text,
      draft.thread && JSON.stringify(draft.thread),
    ];
    const rows = this.database.of(caller.organisationId);
    // A statement sees what was committed when it began, not what it had to wait for: said again, it finds a copy of this
    // very save that came at the same time, or keeps the text beside a draft that was made meanwhile.
    const save = async () => (await rows.query<Outcome>(SAVE, values, 'save draft'))[0];
    const saved = (await save()) ?? (await save());
    if (saved) return { id: saved.id, revision: saved.revision, savedAt: saved.saved_at.toISOString() };
    throw new Refusal('staleRevision', 'This draft was changed somewhere else. Both texts are kept.', {
      draft: await this.read(caller, draft.id),
    });
  }

  async read(caller: Caller, id: DraftId): Promise<Draft> {
    return draftOf(await this.find(caller, id));
  }

  /** Newest first; `after` is the id the last page ended with. */
  async list(caller: Caller, { after, limit }: { after?: string | undefined; limit: number }): Promise<DraftList> {
    const cursor = after === undefined ? undefined : DraftId.safeParse(after);
    if (cursor && !cursor.success)
      throw new Refusal('invalid', 'after: must be the `next` of the page before', {
        fields: [{ path: 'after', message: 'must be the `next` of the page before' }],
      });
    const found = await this.database.of(caller.organisationId).rows.emailDraft.findMany({
      where: { userId: caller.userId },
      orderBy: [{ savedAt: 'desc' }, { id: 'asc' }],
      take: limit + 1,
      ...(cursor && {
        cursor: { organisationId_id: { organisationId: caller.organisationId, id: cursor.data } },
        skip: 1,
      }),
    });
    const drafts = found.slice(0, limit).map(draftOf);
    return { drafts, next: found.length > limit ? (drafts.at(-1)?.id ?? null) : null };
  }

  /** Forgets the draft; its revisions stay, append-only. Deleting what is not there is done already. */
  async delete(caller: Caller, id: DraftId): Promise<void> {
    await this.database.of(caller.organisationId).rows.emailDraft.deleteMany({ where: { id, userId: caller.userId } });
  }

  private async find(caller: Caller, id: DraftId): Promise<EmailDraft> {
    const row = await this.database
      .of(caller.organisationId)
      .rows.emailDraft.findFirst({ where: { id, userId: caller.userId } });
    if (!row) throw notFound('draft');
    return row;
  }
}

function draftOf(row: EmailDraft): Draft {
  return Draft.parse({ ...row, from: row.fromAddress, savedAt: row.savedAt.toISOString() });
}

/**
 * One statement: the next revision where the base is the newest, the old answer where this very save was made
 * before, nothing (and the text kept beside) where another save came first. $4 is the base, $5 the content's hash.
 */
const SAVE = `
with written as (
  insert into email_drafts as d
    (organisation_id, id, user_id, revision, content_hash, from_address, webmail, webmail_draft_id, "to", cc, bcc, subject, html, text, thread)
  select $1, $2, $3, 1, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $12, $13, $14, $15::jsonb
  on conflict (organisation_id, id) do update set
    revision = d.revision + 1, content_hash = excluded.content_hash, from_address = excluded.from_address,
    webmail = excluded.webmail, webmail_draft_id = coalesce(excluded.webmail_draft_id, d.webmail_draft_id),
    "to" = excluded."to", cc = excluded.cc, bcc = excluded.bcc,
    subject = excluded.subject, html = excluded.html, text = excluded.text, thread = excluded.thread, saved_at = now()
  where d.user_id = $3 and d.revision = $4::int
  returning id, revision, saved_at
), repeated as (
  select id, revision, saved_at from email_drafts
  where organisation_id = $1 and id = $2 and user_id = $3 and revision = $4::int + 1 and content_hash = $5
    and not exists (select from written)
), kept as (
  insert into draft_revisions
    (organisation_id, draft_id, based_on, revision, content_hash, "to", cc, bcc, subject, html, text, thread)
  select $1, $2, $4::int, (select revision from written), $5, $9::jsonb, $10::jsonb, $11::jsonb, $12, $13, $14, $15::jsonb
  where not exists (select from repeated)
    and exists (select from email_drafts where organisation_id = $1 and id = $2 and user_id = $3 union all select from written)
  on conflict (organisation_id, draft_id, based_on, content_hash) do nothing
)
select id, revision, saved_at from written
union all
select id, revision, saved_at from repeated`;
