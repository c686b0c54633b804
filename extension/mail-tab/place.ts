export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const wide = 344;
const gap = 8;

/**
 * Where the panel lies: beside the compose, its lower edge on the compose's, as tall as it needs up to the window's
 * height. Left first, since Gmail's composes stand at the right; where neither side has room, above the compose, and
 * where there is none either, in the corner farthest from the text. Without a compose it docks at the bottom right.
 */
export function placePanel(compose: Box | null, height: number, view: { width: number; height: number }): Box {
  const width = Math.min(wide, view.width - 2 * gap);
  const fits = Math.min(height, view.height - 2 * gap);
  if (!compose) return { left: view.width - width - 2 * gap, top: view.height - fits - 2 * gap, width, height: fits };
  const bottom = Math.min(compose.top + compose.height, view.height - gap);
  const top = clamp(bottom - fits, gap, view.height - gap - fits);
  const left = compose.left - width - gap;
  if (left >= gap) return { left, top, width, height: fits };
  const right = compose.left + compose.width + gap;
  if (right + width <= view.width - gap) return { left: right, top, width, height: fits };
  const above = compose.top - 2 * gap;
  const aligned = clamp(compose.left + compose.width - width, gap, view.width - width - gap);
  if (above >= 160)
    return { left: aligned, top: Math.max(gap, above + gap - fits), width, height: Math.min(fits, above) };
  return { left: gap, top: view.height - gap - fits, width, height: fits };
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));
