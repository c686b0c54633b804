/** The names under which the sandbox is found on its TLS port. */
export const HOSTS = {
  mail: 'mail.google.com',
  /** The same page where no extension runs: the other side of typing measurements. */
  control: 'control.lumina.test',
  /** Where InboxSDK reports to. */
  telemetry: ['api.inboxsdk.com', 'pubsub.googleapis.com'],
  /** Outlook on the web; the last is the page where no extension runs. */
  outlook: [
    'outlook.office.com',
    'outlook.office365.com',
    'outlook.live.com',
    'outlook.cloud.microsoft',
    'control-outlook.lumina.test',
  ],
  /** Graph and Microsoft's sign-in, also by their own names. */
  microsoft: ['127.0.0.1', 'localhost', 'graph.microsoft.com', 'login.microsoftonline.com'],
} as const;

/** The hosts a browser has to be told about. Graph is not among them: no page may ask it anything. */
export const BROWSER_HOSTS: string[] = [HOSTS.mail, HOSTS.control, ...HOSTS.telemetry, ...HOSTS.outlook];
