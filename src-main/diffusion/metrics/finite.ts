/** Pictures that are not finite are none: no class, no distance and no byte may be made of them. */

export type Finite = {
  /** Those whose every value is finite, end to end, in their order: the array that was given where that is all. */
  images: Float32Array
  /** Which were left out, by their index. */
  left: number[]
}

/** `images` holds pictures of `size` values each. */
export function finiteImages(images: Float32Array, size: number): Finite {
  const count = images.length / size
  const [finite, left]: [number[], number[]] = [[], []]
  for (let i = 0; i < count; i++)
    (images.subarray(i * size, (i + 1) * size).every(Number.isFinite) ? finite : left).push(i)
  if (left.length === 0) return { images, left }
  const kept = new Float32Array(finite.length * size)
  finite.forEach((from, to) => kept.set(images.subarray(from * size, (from + 1) * size), to * size))
  return { images: kept, left }
}
