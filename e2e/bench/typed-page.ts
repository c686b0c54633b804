/// <reference lib="dom" />
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'puppeteer';
import type { MailPage } from '../pages/mail-page.js';
import { quantile } from './statistics.js';

export interface Arm {
  scriptMsPerKey: number;
  taskMsPerKey: number;
  paintP50Ms: number;
  paintP95Ms: number;
}

/** About as fast as a quick typist's bursts; long enough for the frame of one key to be over before the next. */
const betweenKeysMs = 60;

/** One page with a compose of some 200 words, whose keys are timed. */
export class TypedPage {
  #paints: number[] = [];
  #scriptMs = 0;
  #taskMs = 0;
  #keys = 0;

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
    private readonly focus: () => Promise<void>,
  ) {}

  /** @param prepare what is to be there before keys are timed */
  static async open(mailPage: MailPage, prepare: (page: Page) => Promise<void> = async () => {}): Promise<TypedPage> {
    const { page } = mailPage;
    const compose = await mailPage.compose();
    await compose.to('ada@analytical.example');
    await compose.paste(`<div>${'We take the wait out of the month-end close. '.repeat(25)}</div>`);
    await prepare(page);
    await page.evaluate(timeKeys);
    const session = await page.createCDPSession();
    await session.send('Performance.enable');
    return new TypedPage(page, session, () => compose.focusBody());
  }

  async type(count: number): Promise<void> {
    await this.page.bringToFront();
    await this.focus();
    const before = await this.#metrics();
    for (let key = 0; key < count; key++) {
      await this.page.keyboard.press(key % 6 === 5 ? 'Space' : 'KeyE');
      await sleep(betweenKeysMs);
    }
    const after = await this.#metrics();
    this.#scriptMs += after.script - before.script;
    this.#taskMs += after.task - before.task;
    this.#keys += count;
    this.#paints.push(...(await this.page.evaluate(takeTimes)));
  }

  forget(): void {
    this.#paints = [];
    this.#scriptMs = this.#taskMs = this.#keys = 0;
  }

  arm(): Arm {
    return {
      scriptMsPerKey: this.#scriptMs / this.#keys,
      taskMsPerKey: this.#taskMs / this.#keys,
      paintP50Ms: quantile(this.#paints, 0.5),
      paintP95Ms: quantile(this.#paints, 0.95),
    };
  }

  async #metrics(): Promise<{ script: number; task: number }> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    const seconds = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { script: seconds('ScriptDuration') * 1000, task: seconds('TaskDuration') * 1000 };
  }
}

/** From the key's own time stamp to the frame after it: a callback at the frame, and a message behind its painting. */
function timeKeys(): void {
  const times: number[] = [];
  Object.assign(window, { luminaTimes: times });
  window.addEventListener(
    'keydown',
    (event) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - event.timeStamp);
        port2.postMessage(undefined);
      });
    },
    { capture: true },
  );
}

function takeTimes(): number[] {
  const { luminaTimes } = window as unknown as { luminaTimes: number[] };
  return luminaTimes.splice(0);
}
