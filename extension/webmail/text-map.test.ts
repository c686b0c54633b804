import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapText, pointAt, type TreeNode } from './text-map.js';

const words = (nodeValue: string): TreeNode => ({ nodeType: 3, nodeName: '#text', nodeValue, childNodes: [] });
const tag = (nodeName: string, ...childNodes: TreeNode[]): TreeNode => ({
  nodeType: 1,
  nodeName,
  nodeValue: null,
  childNodes,
});
const br = () => tag('BR');
const div = (...children: TreeNode[]) => tag('DIV', ...children);
const signature = () => tag('SIGNATURE', words('Sam'));
const map = (...children: TreeNode[]) => mapText(div(...children), (node) => node.nodeName === 'SIGNATURE');

describe('the text a rep sees', () => {
  test.each<[string, TreeNode[], string]>([
    ['nothing', [], ''],
    ['an empty body as Gmail makes it', [div(br())], ''],
    ['one line', [words('Hi')], 'Hi'],
    ['a bare line and a block', [words('Hi'), div(words('there'))], 'Hi\nthere'],
    ['an empty line between', [div(words('Hi')), div(br()), div(words('there'))], 'Hi\n\nthere'],
    ['lines by line breaks', [words('Hi'), br(), br(), words('there')], 'Hi\n\nthere'],
    ['the break that only keeps a block open', [div(words('Hi'), br()), div(words('there'))], 'Hi\nthere'],
    ['words in parts', [words('Hi '), tag('B', words('there')), words(' you')], 'Hi there you'],
    ['a list', [words('a'), tag('UL', tag('LI', words('b')), tag('LI', words('c')))], 'a\nb\nc'],
    ['nested blocks', [div(div(words('a')), div(words('b'))), words('c')], 'a\nb\nc'],
    ['no-break spaces', [words('a\u00a0b')], 'a b'],
    ['white space of the source', [words('\n  '), div(words('a')), words('\n  '), div(words('b'))], 'a\nb'],
    ['no signature', [words('Hi'), div(br()), signature()], 'Hi'],
    ['what stands below a signature', [words('Hi'), signature(), words('P.S.')], 'Hi\nP.S.'],
    ['no signature set off by its dashes', [words('Hi'), div(words('-- ')), div(words('Sam'))], 'Hi'],
    ['dashes inside the text', [words('a -- b')], 'a -- b'],
    ['no zero-width spaces', [words('\u200bHi \u200bthere\ufeff')], 'Hi there'],
    ['a line held open by one', [words('Hi'), div(words('\u200b')), div(words('there'))], 'Hi\n\nthere'],
  ])('%s', (_, tree, text) => {
    expect(map(...tree).text).toBe(text);
  });
});

test('however a browser has built the lines, the text is the same and every place in it is found again', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' x', '.'), maxLength: 8 });
  const cut = fc.array(fc.nat(8), { maxLength: 3 });
  const shape = fc.constantFrom('div', 'br', 'bold');
  fc.assert(
    fc.property(fc.array(fc.tuple(line, cut, shape), { minLength: 1, maxLength: 6 }), fc.boolean(), (lines, signed) => {
      const tree = lines.map(([text, cuts, as]) => built(text, cuts, as));
      const { text, pieces } = map(...tree, ...(signed ? [signature()] : []));
      const wanted = lines.map(([each]) => each.replace(/^ +$/, '')).join('\n');
      expect(text).toBe(wanted.replace(/\n+$/, ''));
      for (let at = 0; at < text.length; at++) {
        const point = pointAt({ text, pieces }, at, 'starts');
        if (text[at] === '\n' || !point) continue;
        expect('offset' in point && seen(point.node.nodeValue?.[point.offset])).toBe(text[at]);
      }
      for (let at = 1; at <= text.length; at++) {
        const point = pointAt({ text, pieces }, at, 'ends');
        if (text[at - 1] === '\n' || !point) continue;
        expect('offset' in point && seen(point.node.nodeValue?.[point.offset - 1])).toBe(text[at - 1]);
      }
    }),
  );
});

test('a place behind a zero-width space is found behind it', () => {
  const node = words('\u200bHi\u200b there');
  expect(pointAt(map(node), 1, 'starts')).toEqual({ node, offset: 2 });
  expect(pointAt(map(node), 2, 'ends')).toEqual({ node, offset: 3 });
  expect(pointAt(map(node), 2, 'starts')).toEqual({ node, offset: 4 });
});

test('words that follow a foreign part may be foreign themselves', () => {
  const quoted = words('quoted');
  expect(mapText(div(words('Hi'), div(words('From: Ada')), quoted), (node) => node === quoted).text).toBe(
    'Hi\nFrom: Ada',
  );
});

const seen = (character: string | undefined) => character?.replace('\u00a0', ' ');

/** A line as a browser may hold it: its words in one node or cut into several, in a block of their own. */
function built(text: string, cuts: number[], as: string): TreeNode {
  if (text.trim() === '') return div(br());
  const places = [0, ...cuts.map((each) => each % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  const parts = places.slice(1).map((end, i) => words(text.slice(places[i], end)));
  // White space at a line's start that is a node of its own would be the source's; browsers make it non-breaking.
  const first = parts.findIndex(({ nodeValue }) => nodeValue !== '');
  const begun = parts.map((part, i) => (i === first ? words((part.nodeValue ?? '').replace(/^ /, '\u00a0')) : part));
  if (as === 'br') return div(...begun, br());
  return as === 'bold' ? div(tag('B', ...begun)) : div(...begun);
}
