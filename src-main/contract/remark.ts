/** What a run should be read with in mind: taken unasked, outside what was learnt, or without effect. Kept in the run's schedule.json. */
import { z } from 'zod'

export const remarkSpec = z.strictObject({
  code: z.enum(['unstated-range', 'outside-training', 'doctor', 'no-effect']),
  /** Where it is set right, as in a configuration. */
  field: z.string(),
  message: z.string(),
})
export type Remark = z.output<typeof remarkSpec>
