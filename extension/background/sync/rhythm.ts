import browser from 'webextension-polyfill';

/** ~1 s of quiet before a draft is pushed, but never more than 5 s of typing. */
const quietMs = 1000;
const longestMs = 5000;
const retryMs = [1000, 2000, 4000, 8000];
const alarm = 'catchUp';

export interface Rhythm {
  soon(): void;
  now(): void;
}

/**
 * When to run `work`, which answers whether anything is left. Timers die with the worker, so while something is left an
 * alarm stands behind them: 30 s is the shortest Chrome keeps for an extension from its store.
 */
export function createRhythm(work: () => Promise<boolean>): Rhythm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingSince: number | null = null;
  let failures = 0;
  let running = false;
  let again = false;

  const at = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), ms);
  };
  const run = async () => {
    clearTimeout(timer);
    waitingSince = null;
    if (running) {
      again = true;
      return;
    }
    running = true;
    let left = true;
    try {
      left = await work();
    } catch (error) {
      console.error('a round of syncing failed', error);
    }
    running = false;
    if (again) {
      again = false;
      return void run();
    }
    if (left) {
      at(retryMs[Math.min(failures++, retryMs.length - 1)] ?? 8000);
    } else {
      failures = 0;
      await browser.alarms.clear(alarm);
    }
  };
  return {
    soon() {
      waitingSince ??= Date.now();
      void browser.alarms.create(alarm, { periodInMinutes: 0.5 });
      at(Math.max(0, Math.min(quietMs, waitingSince + longestMs - Date.now())));
    },
    now() {
      void browser.alarms.create(alarm, { periodInMinutes: 0.5 });
      void run();
    },
  };
}
