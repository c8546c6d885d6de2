/** What a run should be read with in mind: taken unasked, outside what was learnt, without effect, or gone on with otherwise. Kept in its folder. */
import { z } from 'zod'

export const remarkSpec = z.strictObject({
  code: z.enum(['unstated-range', 'outside-training', 'doctor', 'no-effect', 'continued', 'other-reference']),
  /** Where it is set right, as in a configuration. */
  field: z.string(),
  message: z.string(),
})
export type Remark = z.output<typeof remarkSpec>
