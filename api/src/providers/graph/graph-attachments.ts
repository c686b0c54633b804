import { z } from 'zod';
import type { Attachment } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import type { GraphClient } from './graph-client.js';

/** Smaller ones go in one request (Graph: "under 3 MB"), larger ones in pieces of a session of their own. */
const IN_ONE_REQUEST = 3_000_000;

/** Graph takes pieces of multiples of 320 KiB, below 4 MB. */
const PIECE = 10 * 320 * 1024;

const Session = z.object({ uploadUrl: z.url() });

export async function attach(graph: GraphClient, draftId: string, attachment: Attachment): Promise<void> {
  const path = `me/messages/${encodeURIComponent(draftId)}/attachments`;
  const { name, contentType, bytes } = attachment;
  if (bytes.length < IN_ONE_REQUEST) {
    const contentBytes = Buffer.from(bytes).toString('base64');
    const body = { '@odata.type': '#microsoft.graph.fileAttachment', name, contentType, contentBytes };
    await graph.ask(z.unknown(), { method: 'POST', path, body });
    return;
  }
  const { uploadUrl } = await graph.ask(Session, {
    method: 'POST',
    path: `${path}/createUploadSession`,
    body: { AttachmentItem: { attachmentType: 'file', name, contentType, size: bytes.length } },
  });
  for (let start = 0; start < bytes.length; start += PIECE) await upload(uploadUrl, bytes, start, graph.timeoutMs);
}

/** Without a token: the address is the permission, and leads to a server that is none of Graph's. */
async function upload(url: string, bytes: Uint8Array, start: number, timeoutMs: number): Promise<void> {
  const piece = bytes.slice(start, start + PIECE);
  const response = await fetch(url, {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `bytes ${start}-${start + piece.length - 1}/${bytes.length}`,
    },
    body: piece,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new ProviderError({ kind: 'unclear' }, error);
  });
  await response.body?.cancel();
  // The session is thrown away with the draft: whoever tries again begins with both.
  if (!response.ok) throw new ProviderError({ kind: 'unclear' }, new Error(`upload: ${response.status}`));
}
