/**
 * Builds one element. `spec` is a tag with classes and attributes, as in `div.nH.aqK[role=main]`.
 * No HTML strings anywhere: the page enforces Trusted Types, as Gmail does.
 * @param {string} spec
 * @param {...(Node | string | null | undefined | (Node | string | null | undefined)[])} children
 */
export function h(spec, ...children) {
  const parts = /^([a-z0-9]+)((?:\.[\w-]+)*)((?:\[[^\]]*\])*)$/i.exec(spec);
  if (!parts) throw new Error(`not an element: ${spec}`);
  const [, tag, classes, attributes] = parts;
  const element = document.createElement(tag);
  if (classes) element.className = classes.slice(1).replaceAll('.', ' ');
  for (const attribute of attributes.match(/\[[^\]]*\]/g) ?? []) {
    const [name, ...value] = attribute.slice(1, -1).split('=');
    element.setAttribute(name, value.join('='));
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/**
 * Attributes whose values are data (names, addresses, translated words).
 * @template {Element} E
 * @param {E} element
 * @param {Record<string, string>} attributes
 * @returns {E}
 */
export function withAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

let last = 100;

/** Gmail gives many elements ids of its own, as in ":5k". */
export function numbered(element) {
  last += 1;
  element.id = `:${last.toString(36)}`;
  return element;
}

/** Acts on click and, as a real button would, on Enter and Space. */
export function onPress(element, act) {
  element.addEventListener('click', act);
  element.addEventListener('keydown', (event) => {
    if (event.target !== element || (event.key !== 'Enter' && event.key !== ' ')) return;
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act(event);
  });
}
