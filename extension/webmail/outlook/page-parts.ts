/** A guess about somebody else's page, with what it rests on. */
export interface Part {
  /** Nothing in it depends on the page's language or on class names, which change with every build of Outlook's. */
  selector: string;
  /** `A`: three or more independent public sources, one of them verified live in 2026; `B`: two; `C`: one, or a hint. */
  sure: 'A' | 'B' | 'C';
  /** When it was seen last, and by whom. */
  seen: string;
}

/**
 * Where things are in Outlook's own page. None was checked on a live account by us: `probe` says which of them hold on the
 * page a rep has, and the adapter works with less where some do not.
 */
export const parts = {
  editor: {
    selector:
      '[id^="editorParent_"] [contenteditable="true"][role="textbox"], [contenteditable="true"][role="textbox"][aria-multiline="true"]',
    sure: 'A',
    seen: '2026-10, extensions, wrappers, test suites since 2022',
  },
  compose: { selector: '[id^="docking_InitVisiblePart_"]', sure: 'A', seen: '2026-10, extensions and test suites' },
  sendArea: { selector: '[data-testid="ComposeSendButton"]', sure: 'A', seen: '2026-08, about ten extensions' },
  send: {
    selector: '[data-testid="ComposeSendButton"] button, button[id^="splitButton-"][id$="__primaryActionButton"]',
    sure: 'A',
    seen: "2026-10, extensions; the id is any split button's, and Send's only inside a compose",
  },
  discard: { selector: '#discardCompose', sure: 'A', seen: '2026-10, extensions and desktop wrappers' },
  to: { selector: '[id^="MSG_"][id$="_TO"]', sure: 'A', seen: '2026-10, extensions; the reading pane has one too' },
  cc: { selector: '[id^="MSG_"][id$="_CC"]', sure: 'A', seen: '2026-10, extensions; absent until revealed' },
  bcc: { selector: '[id^="MSG_"][id$="_BCC"]', sure: 'A', seen: '2026-10, extensions; absent until revealed' },
  from: { selector: '[id^="MSG_"][id$="_FROM"]', sure: 'B', seen: '2025, Mailvelope; only where From is shown' },
  subject: {
    selector: '[id^="MSG_"][id$="_SUBJECT"]',
    sure: 'A',
    seen: '2026-10, extensions; an input, or around one',
  },
  subjectField: { selector: 'input[maxlength="255"]', sure: 'A', seen: '2026-10, extensions' },
  chip: {
    selector: '._EType_RECIPIENT_ENTITY',
    sure: 'A',
    seen: "2026-10, eight sources; a class of the editor's format",
  },
  folded: {
    selector: 'div[tabindex]:not([role]):not([contenteditable])',
    sure: 'B',
    seen: '2026-03, Briskine: the line of names in an answer',
  },
  revealBcc: { selector: '.fui-Input button', sure: 'B', seen: '2026-03, Briskine: it has neither id nor label' },
  calendarForm: {
    selector: '[data-app-section="Form_Content"], [id^="ModalFocusTrapZone"]',
    sure: 'B',
    seen: '2026, two extensions; it has a subject and an editor too',
  },
  dialog: {
    selector: '[role="dialog"], [role="alertdialog"]',
    sure: 'B',
    seen: '2026-10; an empty one is always there',
  },
  confirm: { selector: '#ok-1', sure: 'B', seen: '2023, test suites' },
  signature: { selector: '#Signature', sure: 'A', seen: 'sent mail; B in the live editor' },
  quote: {
    selector: '#appendonsend, #divRplyFwdMsg, #mail-editor-reference-message-container',
    sure: 'A',
    seen: 'sent mail; B in the live editor',
  },
  conversation: { selector: '[data-app-section="ConversationContainer"]', sure: 'B', seen: '2026, extensions' },
  selectedRow: {
    selector: '#MailList [aria-selected="true"][data-convid]',
    sure: 'A',
    seen: '2025, Mailvelope and two more',
  },
  mailbox: { selector: '[id^="primaryMailboxRoot"]', sure: 'B', seen: '2025, Mailvelope' },
  appName: { selector: '#O365_AppName', sure: 'B', seen: '2025, two extensions: login_hint in its address' },
  newMail: {
    selector:
      '[data-automationid="newMailButton"], [data-automation-type="RibbonSplitButton"] button, #innerRibbonContainer button',
    sure: 'C',
    seen: '2026, test suites; first button of the ribbon',
  },
  inlinePicture: {
    selector:
      'img[src^="cid:"], img[src^="blob:"], img[src^="data:"], img[data-imagetype="AttachmentByCid"], img[src*="attachments.office"]',
    sure: 'C',
    seen: 'drafts opened elsewhere',
  },
  attachment: {
    selector: '[role="listbox"] [role="option"]',
    sure: 'B',
    seen: '2026, two scripts: outside of the wells, whose suggestions are such lists too',
  },
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

export const find = (root: ParentNode, name: PartName): HTMLElement | null =>
  root.querySelector<HTMLElement>(parts[name].selector);

export const findAll = (root: ParentNode, name: PartName): HTMLElement[] =>
  Array.from(root.querySelectorAll<HTMLElement>(parts[name].selector));

/** Outlook keeps decoys and old panes in the page: only what a rep can see counts. */
export function isVisible(element: HTMLElement): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}
