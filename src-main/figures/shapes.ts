/** Shapes by which points of different series are told apart without colour. */
import type { Paint } from './spec.ts'
import { short } from './svg.ts'

type Draw = (x: number, y: number, s: number) => string
const SHAPES: readonly Draw[] = [
  (x, y, s) =>
    `M${short(x - s)} ${short(y)}a${short(s)} ${short(s)} 0 1 0 ${short(2 * s)} 0a${short(s)} ${short(s)} 0 1 0 ${short(-2 * s)} 0z`,
  (x, y, s) => `M${short(x - 0.9 * s)} ${short(y - 0.9 * s)}h${short(1.8 * s)}v${short(1.8 * s)}h${short(-1.8 * s)}z`,
  (x, y, s) =>
    `M${short(x)} ${short(y - 1.3 * s)}l${short(1.3 * s)} ${short(1.3 * s)}l${short(-1.3 * s)} ${short(1.3 * s)}l${short(-1.3 * s)} ${short(-1.3 * s)}z`,
  (x, y, s) => `M${short(x)} ${short(y - 1.2 * s)}l${short(1.2 * s)} ${short(2.1 * s)}h${short(-2.4 * s)}z`,
]

/** A closed path about (x, y): circle, square, diamond, triangle, then round again. */
export const shapePath = (paint: Paint, x: number, y: number, size = 7): string =>
  SHAPES[typeof paint === 'number' ? paint % SHAPES.length : 0](x, y, size / 2)
