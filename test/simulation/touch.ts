/**
 * What a step touches, and which steps depend on each other: those on the same row of which at least one writes, and a
 * scan with every write under its prefix behind the place from which it looks on. Steps that do not depend on each other
 * lead to the same in either order, so one order of them is enough.
 *
 * Rows are of the store, and of everything else that several actors share: the marketplace, the mail service.
 */

export type Touch =
  | { readonly how: 'read' | 'write'; readonly space: string; readonly row: string }
  /** Looks for the first row behind `after` of those that begin with `under`. */
  | { readonly how: 'scan'; readonly space: string; readonly under: string; readonly after: string };

export const dependent = (one: Touch | undefined, other: Touch | undefined): boolean => {
  if (!one || !other || one.space !== other.space) return false;
  if (one.how === 'scan') return other.how === 'write' && other.row.startsWith(one.under) && other.row > one.after;
  if (other.how === 'scan') return dependent(other, one);
  return one.row === other.row && (one.how === 'write' || other.how === 'write');
};

/** All that somebody was ever about to touch. */
export interface Footprint {
  /** True where it was not yet known. */
  add(touch: Touch): boolean;
  meets(touch: Touch): boolean;
}

export const createFootprint = (): Footprint => {
  const known = new Map<string, Touch>();
  const spaces = new Map<string, Touch[]>();
  return {
    add(touch) {
      const { how, space } = touch;
      const name = how === 'scan' ? `scan ${space} ${touch.under}> ${touch.after}` : `${how} ${space} ${touch.row}`;
      if (known.has(name)) return false;
      known.set(name, touch);
      spaces.set(space, [...(spaces.get(space) ?? []), touch]);
      return true;
    },
    meets: (touch) => spaces.get(touch.space)?.some((one) => dependent(one, touch)) ?? false,
  };
};
