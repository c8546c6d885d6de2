/** Words of the `networks` commands. */
import { z } from 'zod'
import { networkCard } from './network-card.ts'

const positive = z.number().positive()

/** Fields of a card may be given one by one; what they must be together is judged once the file has been read. */
const cardFields = Object.fromEntries(Object.keys(networkCard.shape).map((field) => [field, z.unknown().optional()]))

export const networkImportOptions = z.strictObject({
  ...cardFields,
  card: z.string().optional().describe('File of a card'),
  name: z.string().optional(),
  data: z.string().optional().describe('Data set whose images the probe asks about'),
  anyway: z.boolean().optional().describe('Import it although the probe found its card unsound'),
})

export const lossOptions = z.strictObject({
  data: z.string().optional(),
  n: z.number().int().min(1).max(100_000).optional(),
  levels: z.number().int().min(2).max(1000).optional(),
  sigma_max: positive.optional(),
  sigma_min: positive.optional(),
})
