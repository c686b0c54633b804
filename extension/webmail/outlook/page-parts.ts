/**
 * Where things are in Outlook's own page: guesses about somebody else's page, each with what it rests on further down.
 * Nothing in them depends on the page's language or on class names, which change with every build of Outlook's. None was
 * checked on a live account by us: `probe` says which of them hold on the page a rep has, and the adapter works with less
 * where some do not.
 */
export const parts = {
  editor:
    '[id^="editorParent_"] [contenteditable="true"][role="textbox"], [contenteditable="true"][role="textbox"][aria-multiline="true"]',
  compose: '[id^="docking_InitVisiblePart_"]',
  sendArea: '[data-testid="ComposeSendButton"]',
  send: '[data-testid="ComposeSendButton"] button, button[id^="splitButton-"][id$="__primaryActionButton"]',
  discard: '#discardCompose',
  to: '[id^="MSG_"][id$="_TO"]',
  cc: '[id^="MSG_"][id$="_CC"]',
  bcc: '[id^="MSG_"][id$="_BCC"]',
  from: '[id^="MSG_"][id$="_FROM"]',
  subject: '[id^="MSG_"][id$="_SUBJECT"]',
  subjectField: 'input[maxlength="255"]',
  chip: '._EType_RECIPIENT_ENTITY',
  folded: 'div[tabindex]:not([role]):not([contenteditable])',
  revealBcc: '.fui-Input button',
  calendarForm: '[data-app-section="Form_Content"], [id^="ModalFocusTrapZone"]',
  dialog: '[role="dialog"], [role="alertdialog"]',
  confirm: '#ok-1',
  signature: '#Signature',
  quote: '#appendonsend, #divRplyFwdMsg, #mail-editor-reference-message-container',
  conversation: '[data-app-section="ConversationContainer"]',
  list: '#MailList',
  selectedRow: '#MailList [aria-selected="true"][data-convid]',
  mailbox: '[id^="primaryMailboxRoot"]',
  appName: '#O365_AppName',
  newMail:
    '[data-automationid="newMailButton"], [data-automation-type="RibbonSplitButton"] button, #innerRibbonContainer button',
  inlinePicture:
    'img[src^="cid:"], img[src^="blob:"], img[src^="data:"], img[data-imagetype="AttachmentByCid"], img[src*="attachments.office"]',
  attachment: '[role="listbox"] [role="option"]',
} as const;

export type PartName = keyof typeof parts;

export const find = (root: ParentNode, name: PartName): HTMLElement | null =>
  root.querySelector<HTMLElement>(parts[name]);

export const findAll = (root: ParentNode, name: PartName): HTMLElement[] =>
  Array.from(root.querySelectorAll<HTMLElement>(parts[name]));

/** Outlook keeps decoys and old panes in the page: only what a rep can see counts. */
export function isVisible(element: HTMLElement): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}

interface Evidence {
  /** `A`: three or more independent public sources, one of them verified live in 2026; `B`: two; `C`: one, or a hint. */
  sure: 'A' | 'B' | 'C';
  /** When it was seen last, and by whom. */
  seen: string;
}

/** What each guess rests on. Kept out of what runs in the page. */
export const evidence: Record<PartName, Evidence> = {
  editor: { sure: 'A', seen: '2026-10, extensions, wrappers, test suites since 2022' },
  compose: { sure: 'A', seen: '2026-10, extensions and test suites' },
  sendArea: { sure: 'A', seen: '2026-08, about ten extensions' },
  send: { sure: 'A', seen: "2026-10, extensions; the id is any split button's, and Send's only inside a compose" },
  discard: { sure: 'A', seen: '2026-10, extensions and desktop wrappers' },
  to: { sure: 'A', seen: '2026-10, extensions; the reading pane has one too' },
  cc: { sure: 'A', seen: '2026-10, extensions; absent until revealed' },
  bcc: { sure: 'A', seen: '2026-10, extensions; absent until revealed' },
  from: { sure: 'B', seen: '2025, Mailvelope; only where From is shown' },
  subject: { sure: 'A', seen: '2026-10, extensions; an input, or around one' },
  subjectField: { sure: 'A', seen: '2026-10, extensions' },
  chip: { sure: 'A', seen: "2026-10, eight sources; a class of the editor's format" },
  folded: { sure: 'B', seen: '2026-03, Briskine: the line of names in an answer' },
  revealBcc: { sure: 'B', seen: '2026-03, Briskine: it has neither id nor label' },
  calendarForm: { sure: 'B', seen: '2026, two extensions; it has a subject and an editor too' },
  dialog: { sure: 'B', seen: '2026-10; an empty one is always there' },
  confirm: { sure: 'B', seen: '2023, test suites' },
  signature: { sure: 'A', seen: 'sent mail; B in the live editor' },
  quote: { sure: 'A', seen: 'sent mail; B in the live editor' },
  conversation: { sure: 'B', seen: '2026, extensions' },
  list: { sure: 'A', seen: '2025, Mailvelope and two more' },
  selectedRow: { sure: 'A', seen: '2025, Mailvelope and two more' },
  mailbox: { sure: 'B', seen: '2025, Mailvelope' },
  appName: { sure: 'B', seen: '2025, two extensions: login_hint in its address' },
  newMail: { sure: 'C', seen: '2026, test suites; first button of the ribbon' },
  inlinePicture: { sure: 'C', seen: 'drafts opened elsewhere' },
  attachment: { sure: 'B', seen: '2026, two scripts: outside of the wells, whose suggestions are such lists too' },
};
