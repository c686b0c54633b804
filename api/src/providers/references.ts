/** The Message-IDs a mail refers to, oldest first; where it has no References, what it answers (RFC 5322, 3.6.4). */
export function referencesOf({
  references,
  inReplyTo,
}: {
  references: string | undefined;
  inReplyTo: string | undefined;
}): string[] {
  return (references ?? inReplyTo ?? '').match(/<[^<>\s]+>/g) ?? [];
}
