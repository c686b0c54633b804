import { z } from 'zod';

const Mark = z.tuple([z.iso.datetime(), z.uuid()]);

/** Where a page of the log ended: opaque to the caller, and without a meaning he could come to rely on. */
export const pageMark = ({ at, id }: { at: string; id: string }) =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url');

export function readPageMark(text: string | undefined): { at: string; id: string } | undefined {
  if (text === undefined) return undefined;
  try {
    const [at, id] = Mark.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { at, id };
  } catch {
    return undefined;
  }
}
