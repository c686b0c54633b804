import { parsed } from './trusted.js';

/** Mail is written by strangers: what is shown or edited is rebuilt from what is known to be harmless. */

const DROPPED =
  'script,style,iframe,object,embed,link,meta,base,form,input,button,textarea,select,svg,math,template,noscript,title';
const KEPT =
  /^(?:href|src|alt|title|style|class|id|dir|lang|width|height|v?align|bgcolor|color|face|size|cellpadding|cellspacing|border|colspan|rowspan|start|type)$/;

/** The nodes of a mail's HTML. Remote pictures are not fetched. */
export function nodesOf(html: string): Node[] {
  const { body } = parsed(html);
  for (const doomed of body.querySelectorAll(DROPPED)) doomed.remove();
  for (const element of body.querySelectorAll('*')) clean(element);
  return [...body.childNodes].map((node) => document.adoptNode(node));
}

/** The same nodes as they stand in an answer: ids and classes of the original carry Outlook's `x_`. */
export function quotedNodes(html: string): Node[] {
  const nodes = nodesOf(html);
  for (const node of nodes) {
    if (!(node instanceof Element)) continue;
    for (const element of [node, ...node.querySelectorAll('*')]) {
      if (element.id) element.id = `x_${element.id}`;
      const classes = [...element.classList];
      element.classList.remove(...classes);
      element.classList.add(...classes.map((name) => `x_${name}`));
    }
  }
  return nodes;
}

function clean(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const isLink = name === 'href' && !/^(https?:|mailto:|tel:|#)/i.test(value.trim());
    const isRemote = name === 'src' && !/^(data:image\/|cid:)/i.test(value.trim());
    const loads = name === 'style' && /url\(|expression|position\s*:\s*fixed/i.test(value);
    if (!KEPT.test(name) || isLink || isRemote || loads) element.removeAttribute(name);
  }
  if (element.tagName === 'A') element.setAttribute('target', '_blank');
}
