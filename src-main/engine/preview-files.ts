/** Pictures of a run on its way, one file a step, so that it can be scrubbed through after it has ended. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '#files/write-whole.ts'

/** Pictures kept of one sampling, spread evenly over its steps. */
const KEPT = 40

/** Whether the picture after `step` of `steps` is one of those that are kept; the last always is. */
export const isKeptStep = (step: number, steps: number): boolean =>
  step === steps || Math.floor((step * KEPT) / steps) > Math.floor(((step - 1) * KEPT) / steps)

/** `previews/step-00000012-sigma-0.53.png`; training has no sigma. */
export function writePreview(
  runFolder: string,
  { step, sigma, png }: { step: number; sigma: number | null; png: Uint8Array },
): void {
  const folder = join(runFolder, 'previews')
  mkdirSync(folder, { recursive: true })
  const level = sigma === null ? '' : `-sigma-${Number(sigma.toPrecision(6))}`
  writeWhole(join(folder, `step-${String(step).padStart(8, '0')}${level}.png`), png)
}
