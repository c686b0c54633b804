/**
 * The API's id of a draft the Gmail page shows as `#msg-a:r-123`. Both `r-123` and `r123` were seen (recorded 2026);
 * other shapes, such as `s:…` after an undone send, name no draft.
 */
export function pageDraftId(webmailDraftId: string): string | undefined {
  const id = webmailDraftId.replace(/^#/, '').replace(/^msg-a:/, '');
  return /^r-?\d+$/.test(id) ? id : undefined;
}
