/** @returns what puts focus and selection back as they are now. */
export function holdFocus(page: Document): () => void {
  const focused = page.activeElement as HTMLElement | null;
  const selection = page.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0).cloneRange() : null;
  return () => {
    if (page.activeElement !== focused && focused && focused !== page.body) focused.focus({ preventScroll: true });
    if (!range?.startContainer.isConnected || !focused?.contains(range.startContainer)) return;
    selection?.removeAllRanges();
    selection?.addRange(range);
  };
}
