/** Mail is written by strangers: what is shown or edited is rebuilt from what is known to be harmless. */

// Gmail, too, makes its Trusted Types by policies of its own; without one no string may become elements here.
const policy = globalThis.trustedTypes?.createPolicy('gmail#html', { createHTML: (html) => html });

const DROPPED = new Set([
  'SCRIPT',
  'STYLE',
  'IFRAME',
  'OBJECT',
  'EMBED',
  'LINK',
  'META',
  'BASE',
  'FORM',
  'INPUT',
  'BUTTON',
  'TEXTAREA',
  'SELECT',
  'SVG',
  'MATH',
  'TEMPLATE',
  'NOSCRIPT',
]);
const KEPT = new Set([
  'href',
  'src',
  'alt',
  'title',
  'style',
  'class',
  'dir',
  'lang',
  'width',
  'height',
  'align',
  'valign',
  'bgcolor',
  'color',
  'face',
  'size',
  'cellpadding',
  'cellspacing',
  'border',
  'colspan',
  'rowspan',
  'data-smartmail',
  'start',
  'type',
]);

/** The nodes of a mail's HTML. Remote pictures are not fetched. */
export function nodesOf(html) {
  // A template's content belongs to a document in which nothing runs or loads.
  const parsed = document.createElement('template');
  parsed.innerHTML = policy ? policy.createHTML(html) : html;
  for (const element of [...parsed.content.querySelectorAll('*')]) clean(element);
  return [...parsed.content.childNodes].map((node) => document.adoptNode(node));
}

function clean(element) {
  if (DROPPED.has(element.tagName.toUpperCase())) {
    element.remove();
    return;
  }
  for (const { name, value } of [...element.attributes]) {
    const isLink = name === 'href' && !/^(https?:|mailto:|tel:|#)/i.test(value.trim());
    const isRemote = name === 'src' && !/^(data:image\/|cid:)/i.test(value.trim());
    const loads = name === 'style' && /url\(|expression|position\s*:\s*fixed/i.test(value);
    if (!KEPT.has(name) || isLink || isRemote || loads) element.removeAttribute(name);
  }
  if (element.tagName === 'A') element.setAttribute('target', '_blank');
}
