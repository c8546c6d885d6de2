/** One of a thousand points dragged with its whole neighbourhood, as a mouse of 125 Hz would. */
import type { Page } from 'playwright-core'
import { countFrames, type Frames } from '../../e2e/frames.ts'
import { findHandle } from '../../e2e/handle.ts'

const LEVELS = 1000
const DRAG_MS = 4000

export async function dragThousand(
  page: Page,
  { overlaid, oracle = false }: { overlaid: number; oracle?: boolean },
): Promise<Frames & { overlaid: number; moves: number }> {
  await page.getByRole('textbox', { name: 'Levels' }).fill(String(LEVELS))
  await page.keyboard.press('Enter')
  for (let i = 2; i < overlaid; i++) await page.getByRole('button', { name: 'Duplicate' }).click()
  if (oracle) await page.getByRole('group', { name: 'Beside the canvas' }).getByText('Exact error').click()
  await page.waitForTimeout(1500)
  const canvas = page.getByRole('slider', { name: /^Curve of/ })
  await canvas.focus()
  // With reach, so that the whole neighbourhood moves: the costly kind of drag.
  await page.getByRole('slider', { name: 'Reach of a drag' }).fill('1000')
  const { x, y } = await findHandle(page, canvas)
  await page.mouse.move(x, y)
  await page.mouse.down()
  let moves = 0
  const frames = await countFrames(page, async () => {
    moves = await moveSteadily((i) => page.mouse.move(x, y + 60 * Math.sin(i / 20)))
  })
  await page.mouse.up()
  if (!(await page.getByRole('radio', { name: 'List' }).isChecked())) throw new Error('the drag took hold of no point')
  return { overlaid, moves, ...frames }
}

/** A move every 8 ms, whether or not the page has answered the last few. */
async function moveSteadily(move: (index: number) => Promise<void>): Promise<number> {
  const open = new Set<Promise<void>>()
  const until = performance.now() + DRAG_MS
  let moves = 0
  while (performance.now() < until) {
    if (open.size < 16) {
      const one: Promise<void> = move(moves++).finally(() => open.delete(one))
      open.add(one)
    }
    await new Promise((resolve) => setTimeout(resolve, 8))
  }
  await Promise.all(open)
  return moves
}

/** A knot of a schedule of two curves, with the strip below it that follows; `theory`: on that page, whose laws follow too. */
export async function dragTwoCurves(page: Page, { theory = false } = {}): Promise<Frames & { moves: number }> {
  if (theory) await page.evaluate(`location.hash = '#/theory/corruption'`)
  else await page.getByRole('radio', { name: 'Blur' }).check({ force: true })
  await page.getByRole('img', { name: /image 0 at t =/ }).waitFor()
  await page.waitForTimeout(1500)
  const knot = page.getByRole('slider', { name: 'Corruption at t = 0.5' })
  const { x, y, width, height } = (await knot.boundingBox())!
  const before = await knot.getAttribute('aria-valuenow')
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  let moves = 0
  const frames = await countFrames(page, async () => {
    moves = await moveSteadily((i) => page.mouse.move(x + width / 2, y + height / 2 + 12 * Math.sin(i / 20)))
  })
  await page.mouse.up()
  if ((await knot.getAttribute('aria-valuenow')) === before) throw new Error('the drag took hold of no knot')
  return { moves, ...frames }
}
