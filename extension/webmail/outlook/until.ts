/** Whether `isTrue` becomes true in time. */
export async function until(isTrue: () => boolean, patienceMs: number, everyMs = 15): Promise<boolean> {
  for (const end = Date.now() + patienceMs; ; ) {
    if (isTrue()) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
