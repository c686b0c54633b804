/** Calls `act` once things are quiet, but never later than `longestMs` after the first call: a rep may type on for minutes. */
export function createSettle(act: () => void, quietMs = 100, longestMs = 300) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | null = null;
  const now = () => {
    clearTimeout(timer);
    if (since === null) return;
    since = null;
    act();
  };
  return {
    soon() {
      since ??= Date.now();
      clearTimeout(timer);
      timer = setTimeout(now, Math.max(0, Math.min(quietMs, since + longestMs - Date.now())));
    },
    /** Acts at once if anything is due. */
    now,
  };
}
