/** What a network's file says of the corruption that it was trained under: which, and along which levels. */
import { z } from 'zod'
import { corruptionSpec } from './corruption.ts'
import { datasetSpec } from './dataset.ts'

const curve = z.array(z.number().nonnegative()).min(1).max(1_000_000)

/** `t`, `sigmas` and `levels` are equal in length, largest first; `data`: whose images, corrupted, a walk may start from. */
export const networkPath = z.strictObject({
  corruption: corruptionSpec,
  t: curve,
  sigmas: curve,
  levels: curve,
  data: datasetSpec.optional(),
})
export type NetworkPath = z.output<typeof networkPath>
