export type Theme = 'light' | 'dark';

/**
 * Light or dark, as the page really looks behind an element: mail pages follow their own setting, and not the system's.
 * What is transparent shows what is behind it.
 */
export function themeBehind(element: Element): Theme {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = coloursOf(getComputedStyle(at).backgroundColor);
    if (colour && colour.alpha > 0.5) return luminance(colour) < 0.4 ? 'dark' : 'light';
  }
  return 'light';
}

interface Colour {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

/** As browsers compute them: `rgb(0, 0, 0)`, `rgba(0, 0, 0, 0.5)`. */
export function coloursOf(computed: string): Colour | null {
  const [red, green, blue, alpha = 1] = (/^rgba?\(([^)]+)\)$/.exec(computed)?.[1] ?? '').split(/[\s,/]+/).map(Number);
  if (red === undefined || green === undefined || blue === undefined || Number.isNaN(red + green + blue + alpha))
    return null;
  return { red, green, blue, alpha };
}

const luminance = ({ red, green, blue }: Colour) => (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
