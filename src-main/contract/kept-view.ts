/** A way to look at a list that was given a name: the end of an address. */
import { z } from 'zod'

/** The lists that can be looked at in several ways. */
export const VIEWED = ['runs', 'compare'] as const

export const keptView = z.strictObject({
  of: z.enum(VIEWED),
  name: z.string().trim().min(1).max(80),
  address: z.string().max(8000),
})
export type KeptView = z.output<typeof keptView>
