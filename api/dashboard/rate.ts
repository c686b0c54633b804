/** How often something happened, and how sure one can be of it. Shares are 0 to 1. */
export interface Rate {
  share: number;
  low: number;
  high: number;
  /** Too few to lean on: shown grey, and said so. */
  isFew: boolean;
}

const FEW = 30;
/** Of the normal distribution, for 95 of 100. */
const Z = 1.96;

/** Wilson's interval: it stays inside 0 and 1 and holds for small numbers too. Undefined where nothing could happen. */
export function rate(part: number, of: number): Rate | undefined {
  if (of <= 0) return undefined;
  // A reply in these days may answer a mail from before them.
  const share = Math.min(part / of, 1);
  const z2 = Z ** 2 / of;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of))) / (1 + z2);
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half), isFew: of < FEW };
}

export const percent = (share: number) => `${Math.round(share * 100)} %`;
