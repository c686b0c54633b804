/** Where Outlook on the web lives. Business mailboxes are being moved to the last one since November 2025. */
export const outlookHosts = [
  'https://outlook.office.com/*',
  'https://outlook.office365.com/*',
  'https://outlook.live.com/*',
  'https://outlook.cloud.microsoft/*',
];
