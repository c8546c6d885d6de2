/** What sizes the pictures of a folder have, from their headers: one of all is taken as it is, several are refused with their counts. */
import { Refusal } from '#contract/refusal.ts'
import { pictureSize } from '#pictures/picture-size.ts'
import { listPictures } from './image-folder.ts'

const AT_ONCE = 4
/** Sizes that are named; the rest are counted. */
const NAMED = 5

/** Side of the squares that all pictures are; refuses any other folder, saying how many pictures it has of which size. */
export async function onlySize(folder: string): Promise<number> {
  const { pictures } = await listPictures(folder)
  const counts = new Map<string, number>()
  let next = 0
  const worker = async () => {
    while (next < pictures.length) {
      const { height, width } = await pictureSize(pictures[next++].path)
      const size = `${height} x ${width}`
      counts.set(size, (counts.get(size) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const [height, width] = ranked[0][0].split(' x ').map(Number)
  const short = Math.min(height, width)
  if (ranked.length === 1 && height === width) return short
  const named = ranked.slice(0, NAMED).map(([size, count]) => `${count} of ${size}`)
  const rest = ranked.slice(NAMED).reduce((sum, [, count]) => sum + count, 0)
  const all = [...named, ...(rest > 0 ? [`${rest} of ${ranked.length - NAMED} other sizes`] : [])].join(', ')
  const what = ranked.length === 1 ? 'which are no squares' : `of ${ranked.length} sizes`
  throw new Refusal(
    `${folder} has pictures ${what} (height x width): ${all}. Say size=${short}, or another: all are then scaled and cut to the middle square of that side.`,
    { field: 'size' },
  )
}
