import { describe, expect, test } from 'vitest';
import { judge, type Look, lastWord, type Pressed, patienceMs, pressedNow, undoableMs } from './outcome.js';

const here = { isHere: true, asks: false };
const gone = { isHere: false, asks: false };
const asked = { isHere: true, asks: true };

/** Looks at the page as long as it takes, and tells every outcome with its time. */
function watch(pressed: Pressed, ...looks: [at: number, seen: Omit<Look, 'now'>][]) {
  const told: string[] = [];
  let next: Pressed | null = pressed;
  let seen: Omit<Look, 'now'> = here;
  for (let now = 0; next && now < 60_000; now += 100) {
    seen = looks.findLast(([at]) => at <= now)?.[1] ?? seen;
    const judged: ReturnType<typeof judge> = judge(next, { now, ...seen });
    next = judged.next;
    if (judged.outcome) told.push(judged.outcome);
  }
  return { told, isOver: next === null };
}

describe('after Send', () => {
  test('a compose that goes and stays away was sent', () => {
    expect(watch(pressedNow('send', 0), [300, gone])).toEqual({ told: ['sent'], isOver: true });
  });

  test('one that takes its time to go was sent', () => {
    expect(watch(pressedNow('send', 0), [4000, gone])).toEqual({ told: ['sent'], isOver: true });
  });

  test('one that comes back was not', () => {
    expect(watch(pressedNow('send', 0), [300, gone], [undoableMs - 1000, here]).told).toEqual(['undone']);
  });

  test('a question of the page blocks it; no is the end of it', () => {
    expect(watch(pressedNow('send', 0), [200, asked], [4000, here])).toEqual({ told: ['blocked'], isOver: true });
  });

  test('a question of the page blocks it; yes sends it all the same', () => {
    expect(watch(pressedNow('send', 0), [200, asked], [4000, gone]).told).toEqual(['blocked', 'sent']);
  });

  test('a question that outlives the compose leaves it unknown', () => {
    expect(watch(pressedNow('send', 0), [300, { isHere: false, asks: true }]).told).toEqual(['unknown']);
  });

  test('nothing is said where nothing happens', () => {
    expect(watch(pressedNow('send', 0), [0, here])).toEqual({ told: [], isOver: true });
  });

  test('nothing is claimed once the rep went elsewhere while it still stood there', () => {
    expect(watch({ ...pressedNow('send', 0), doubted: true }, [patienceMs / 2, gone]).told).toEqual(['unknown']);
  });
});

describe('after Discard', () => {
  test('a compose that goes was discarded, asked about or not', () => {
    expect(watch(pressedNow('discard', 0), [200, gone]).told).toEqual(['discarded']);
    expect(watch(pressedNow('discard', 0), [200, asked], [5000, gone]).told).toEqual(['discarded']);
  });

  test('no to the question keeps it', () => {
    expect(watch(pressedNow('discard', 0), [200, asked], [5000, here])).toEqual({ told: [], isOver: true });
  });

  test('nothing is claimed once the rep went elsewhere: no was said, perhaps, and the page keeps the draft', () => {
    const doubted = { ...pressedNow('discard', 0), doubted: true };
    expect(watch(doubted, [200, asked], [4000, here], [4500, gone]).told).toEqual(['unknown']);
  });

  test('Escape alone does not discard: it closes a menu too', () => {
    expect(watch(pressedNow('discard', 0, true), [500, gone]).told).toEqual(['closed']);
    expect(watch(pressedNow('discard', 0, true), [200, asked], [900, gone]).told).toEqual(['discarded']);
  });
});

test('a page that goes says what is certain by then', () => {
  const pressed = pressedNow('send', 0);
  expect(lastWord(pressed, 5000)).toBe('unknown');
  expect(lastWord({ ...pressed, goneSince: 200 }, 5000)).toBe('sent');
  expect(lastWord({ ...pressed, goneSince: 4800 }, 5000)).toBe('unknown');
});
