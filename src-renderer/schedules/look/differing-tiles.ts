/** Which samples of looks on the same noise differ from those of the newest, tile by tile. */
import { MARKED_DIFFERENCE, readPixels, tileDifferences } from '../../pictures/differences.ts'
import type { Look } from './quick-look.svelte.ts'

/** By look; those whose pictures cannot be held against each other are left out. */
export async function differingTiles(
  newest: Look | undefined,
  others: readonly Look[],
): Promise<ReadonlyMap<string, readonly boolean[]>> {
  const found = new Map<string, readonly boolean[]>()
  const picture = newest?.picture
  if (!picture || others.length === 0) return found
  const now = await readPixels(picture.png)
  for (const other of others) {
    if (!other.picture) continue
    const differences = tileDifferences(now, await readPixels(other.picture.png), picture)
    if (differences)
      found.set(
        other.lookId,
        differences.map((difference) => difference > MARKED_DIFFERENCE),
      )
  }
  return found
}
