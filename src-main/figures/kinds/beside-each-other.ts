/** Where several series stand beside each other within one category. */

/** Offsets from the category's middle, in its units, and the width of each. */
export function besideEachOther(count: number, spread = 0.76): { width: number; at: (index: number) => number } {
  const width = spread / Math.max(1, count)
  return { width, at: (index) => (index - (count - 1) / 2) * width }
}
