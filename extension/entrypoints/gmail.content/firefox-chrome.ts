// InboxSDK calls `window.chrome`; in Firefox's content scripts `chrome` is a global of the sandbox and not on `window`.
// Must be the first import of the script.
declare const chrome: unknown;
const page = window as unknown as { chrome?: unknown };
if (!page.chrome && typeof chrome !== 'undefined') page.chrome = chrome;

export {};
