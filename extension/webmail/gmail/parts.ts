/**
 * Where things are in Gmail's own page. Each is a guess about somebody else's page: the first two are what InboxSDK
 * 2.2.26 looks for itself, the others were not seen on a recording of ours yet.
 */
export const sendCell = '.IZ .Up';
export const draftField = 'input[name="draft"]';
/** What a reply answers, as `#msg-f:` and the message's id in decimal; the same id is hex everywhere else. InboxSDK reads it too. */
export const answeredField = 'input[name="rm"]';
/** Gmail keeps a hidden field per attachment in the compose's form. Not verified on today's Gmail. */
export const attachment = 'input[name="attach"], .dL[aria-label^="Attachment"]';
/** A picture pasted or dropped into the text: it lives in Gmail's draft only. Not verified on today's Gmail. */
export const inlinePicture = 'img[data-surl^="cid:"], img[src^="blob:"], img[src*="view=fimg"]';
