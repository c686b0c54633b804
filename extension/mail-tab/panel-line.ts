import { type Browser, browser } from 'wxt/browser';
import { type Desk, type DeskNews, type DeskReply, type DeskRequest, deskPort } from '../messaging/desk-link.js';
import { isOwnPage } from '../messaging/own-page.js';
import { guarded } from './guarded.js';

export type Answers = { [Name in keyof Desk]: (ask: Parameters<Desk[Name]>[0]) => Promise<ReturnType<Desk[Name]>> };

/** The mail tab's end of the line to its panel: one panel at a time, the latest that called. */
export class PanelLine {
  #port: Browser.runtime.Port | null = null;

  constructor(
    private readonly answers: Answers,
    onCall: () => void,
  ) {
    browser.runtime.onConnect.addListener(
      guarded((port) => {
        // Only our own pages can open a port to a tab; asked all the same, since what they may ask here is to write.
        if (port.name !== deskPort || !port.sender || !isOwnPage(port.sender)) return;
        this.#port = port;
        port.onDisconnect.addListener(() => {
          if (this.#port === port) this.#port = null;
        });
        port.onMessage.addListener(guarded((message) => this.#answer(port, message as DeskRequest)));
        onCall();
      }),
    );
  }

  get isOpen(): boolean {
    return this.#port !== null;
  }

  tell(news: DeskNews) {
    this.#port?.postMessage(news);
  }

  async #answer(port: Browser.runtime.Port, { id, name, ask }: DeskRequest) {
    let reply: DeskReply;
    try {
      reply = { id, answer: await (this.answers[name] as (ask: unknown) => Promise<unknown>)(ask) };
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(reply);
  }
}
