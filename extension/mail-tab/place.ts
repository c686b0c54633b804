export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const wide = 344;
const gap = 8;
/** Less than this shows no whole suggestion. */
const least = 160;

/**
 * Where the panel lies: beside the compose with its lower edge on the compose's, as tall as it needs up to the window's
 * height, and over no other compose. Left first, since Gmail's composes stand at the right; where neither side has room,
 * above; where there is none either, in a corner of the window, the one that hides least. Without a compose it docks at
 * the bottom right.
 */
export function placePanel(
  compose: Box | null,
  others: readonly Box[],
  height: number,
  view: { width: number; height: number },
): Box {
  const width = Math.min(wide, view.width - 2 * gap);
  const tall = Math.min(height, view.height - 2 * gap);
  const all = compose ? [compose, ...others] : others;
  const corners = [
    { left: view.width - width - 2 * gap, top: view.height - tall - 2 * gap, width, height: tall },
    { left: gap, top: view.height - gap - tall, width, height: tall },
    { left: gap, top: gap, width, height: tall },
    { left: view.width - width - gap, top: gap, width, height: tall },
  ];
  const places = compose ? [...besides(compose, width, tall, view), ...corners] : corners;
  const free = places.find((place) => lies(place, view) && hidden(place, all) === 0);
  return (
    free ?? corners.toSorted((a, b) => hidden(a, all) - hidden(b, all))[0] ?? { left: 0, top: 0, width, height: tall }
  );
}

function besides(compose: Box, width: number, tall: number, view: { width: number; height: number }): Box[] {
  const bottom = Math.min(compose.top + compose.height, view.height - gap);
  const top = clamp(bottom - tall, gap, view.height - gap - tall);
  const above = compose.top - 2 * gap;
  const aligned = clamp(compose.left + compose.width - width, gap, view.width - width - gap);
  const places = [
    { left: compose.left - width - gap, top, width, height: tall },
    { left: compose.left + compose.width + gap, top, width, height: tall },
  ];
  if (above < Math.min(tall, least)) return places;
  return [...places, { left: aligned, top: Math.max(gap, above + gap - tall), width, height: Math.min(tall, above) }];
}

const lies = (box: Box, view: { width: number; height: number }) =>
  box.left >= gap &&
  box.top >= gap &&
  box.left + box.width <= view.width - gap &&
  box.top + box.height <= view.height - gap;

/** How much of the composes a box would hide, in square pixels. */
function hidden(box: Box, composes: readonly Box[]): number {
  return composes.reduce((sum, each) => {
    const width = Math.min(box.left + box.width, each.left + each.width) - Math.max(box.left, each.left);
    const height = Math.min(box.top + box.height, each.top + each.height) - Math.max(box.top, each.top);
    return sum + Math.max(0, width) * Math.max(0, height);
  }, 0);
}

const clamp = (value: number, lowest: number, highest: number) => Math.max(lowest, Math.min(value, highest));
