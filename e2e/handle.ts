/** Takes hold of the canvas as a hand does: by the cursor. */
import type { Locator, Page } from '@playwright/test'

/** A point of the canvas under which there is a handle near its middle. */
export async function findHandle(page: Page, canvas: Locator): Promise<{ x: number; y: number }> {
  const box = (await canvas.boundingBox())!
  for (const share of [0.5, 0.45, 0.55])
    for (let y = box.y + 30; y < box.y + box.height - 40; y += 6) {
      const x = box.x + 64 + share * (box.width - 82)
      await page.mouse.move(x, y)
      const cursor = await page.evaluate(`getComputedStyle(document.elementFromPoint(${x}, ${y})).cursor`)
      if (cursor === 'ns-resize') return { x, y: y + 6 }
    }
  throw new Error('no handle under the middle of the canvas')
}
