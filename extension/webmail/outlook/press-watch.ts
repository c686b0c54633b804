import type { Outcome } from '../webmail.js';
import { dialogsOn } from './dialogs.js';
import { judge, lastWord, type Pressed, pressedNow } from './outcome.js';

const everyMs = 150;
/** Outlook needs a moment to take a compose away: what the rep does elsewhere just then says nothing. */
const promptMs = 1000;

/** Watches what becomes of a compose once its rep has pressed Send or Discard on the page, also after it is gone. */
export class PressWatch {
  #pressed: Pressed | null = null;
  #dialogsBefore = new Set<HTMLElement>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly page: Document,
    private readonly isHere: () => boolean,
    private readonly say: (outcome: Outcome) => void,
  ) {}

  get isOn(): boolean {
    return this.#pressed !== null;
  }

  begin(what: Pressed['what'], byEscape: boolean) {
    if (byEscape && this.#pressed) return;
    this.#dialogsBefore = new Set(dialogsOn(this.page));
    this.#pressed = pressedNow(what, Date.now(), byEscape);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#look(), everyMs);
  }

  /** The rep writes on in the compose, or has pressed something that belongs to none. */
  wentOn(where: 'here' | 'elsewhere') {
    if (!this.#pressed || !this.isHere() || Date.now() - this.#pressed.at < promptMs) return;
    if (where === 'here') this.#over(null);
    else this.#pressed = { ...this.#pressed, doubted: true };
  }

  /** A compose like it has come back: what was sent was not. */
  cameBack() {
    if (this.#pressed?.what === 'send' && this.#pressed.goneSince !== null) this.#over('undone');
  }

  pageGoes() {
    if (this.#pressed) this.#over(lastWord(this.#pressed, Date.now()));
  }

  #look() {
    if (!this.#pressed) return;
    const asks = dialogsOn(this.page).some((dialog) => !this.#dialogsBefore.has(dialog));
    const { next, outcome } = judge(this.#pressed, { now: Date.now(), isHere: this.isHere(), asks });
    this.#pressed = next;
    if (next === null) this.#over(outcome);
    else if (outcome) this.say(outcome);
  }

  #over(outcome: Outcome | null) {
    clearInterval(this.#timer);
    this.#pressed = null;
    if (outcome) this.say(outcome);
  }
}
