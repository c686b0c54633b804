import { browserCommand, hasDisplay, openWindow, type WindowOptions } from './browser-window.js';
import { say } from './screen.js';
import { chromium, findBrowser, findOrInstall, installCommand } from './system-packages.js';

/** The addresses, and the shortest way to see what this is. */
export function whatToTry(where: { stateDir: string; publicUrl: string; sandboxUrl: string | undefined }): void {
  say('');
  say(`Dashboard   ${where.publicUrl}/dashboard`);
  if (where.sandboxUrl)
    say(`Prospects   ${where.sandboxUrl}/prospects   (the people you write to: read, answer, bounce)`);
  say(`Data, logs  ${where.stateDir}`);
  say('');
  say('What to try first');
  say(
    '1. In the Gmail tab press Compose, or in the Outlook tab New mail, and write to anyone, say ada@analytical.example.',
  );
  say('2. Beside Send there is a ring: click it, sign in, and accept or skip what it suggests.');
  say("3. Send from Lumina's panel; undo works for a few seconds.");
  say('4. Answer on the Prospects page, and watch the reply arrive in the mail page and on the dashboard.');
  say('5. Open the other tab too: its mailbox can be connected to the same rep.');
  say('');
}

/** Opens the browser window where there is a display; says the command that does where there is none. */
export async function showWindow(options: WindowOptions, isWanted: boolean, stops: (() => unknown)[]): Promise<void> {
  if (!isWanted || !hasDisplay()) {
    const browser = findBrowser();
    say(
      `${isWanted ? 'There is no display here. ' : ''}This opens Gmail and Outlook in a window, with the extension in it${browser ? '' : ` (once Chromium is there: ${installCommand(chromium)})`}:`,
    );
    say(browserCommand(browser ?? 'chromium', options));
    say('');
    return;
  }
  const browser = findOrInstall(chromium);
  if (!browser) {
    say('Everything else is up. Afterwards this opens Gmail and Outlook:');
    say(browserCommand('chromium', options));
    return;
  }
  const window = await openWindow(browser, options, () => {
    say('The browser window was closed. Lumina keeps running; this opens it again:');
    say(browserCommand(browser, options));
  });
  stops.push(window.stop);
  say('A browser window with Gmail, Outlook and the extension is open.');
}
