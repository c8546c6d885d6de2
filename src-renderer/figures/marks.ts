/** Shapes by which points of different series are told apart without colour. */

/** A closed path about (x, y): circle, square, diamond, triangle, then round again. */
export function markPath(slot: number, x: number, y: number, size = 3.5): string {
  const s = size
  switch (slot % 4) {
    case 0:
      return `M${x - s} ${y}a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0z`
    case 1:
      return `M${x - s * 0.9} ${y - s * 0.9}h${1.8 * s}v${1.8 * s}h${-1.8 * s}z`
    case 2:
      return `M${x} ${y - 1.3 * s}l${1.3 * s} ${1.3 * s}l${-1.3 * s} ${1.3 * s}l${-1.3 * s} ${-1.3 * s}z`
    default:
      return `M${x} ${y - 1.2 * s}l${1.2 * s} ${2.1 * s}h${-2.4 * s}z`
  }
}
