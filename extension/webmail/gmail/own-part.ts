/**
 * What in a Gmail body is not the rep's own text. The class names are what Gmail puts into the mail it sends, where
 * every recipient can read them; `gmail_signature_prefix` holds the "-- " line above a signature.
 */
const foreign =
  '.gmail_signature, .gmail_signature_prefix, .gmail_quote, .gmail_quote_container, .gmail_attr, .gmail_extra, blockquote';

/** Signature, quoted thread, and the line that introduces it. */
export const isForeign = (node: Node): boolean => node instanceof Element && node.matches(foreign);

/** The first element that is not the rep's own: own text ends before it. */
export const firstForeign = (body: HTMLElement): Element | null => body.querySelector(foreign);
