/** A drawing as a tree of SVG elements with presentation attributes only; what a page sends to have it made a file. */
import { z } from 'zod'

export type Drawing = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  /** Text inside is as it is meant; it is escaped where text is made of the tree. */
  readonly inside: readonly (Drawing | string)[]
}

export const drawing: z.ZodType<Drawing> = z.strictObject({
  name: z.enum(['svg', 'g', 'rect', 'line', 'path', 'text', 'tspan', 'title', 'image']),
  attributes: z.record(z.string().max(60), z.union([z.string(), z.number(), z.undefined()])),
  inside: z.array(z.union([z.string(), z.lazy(() => drawing)])),
})

export const PRINT_FORMATS = ['svg', 'pdf'] as const
export type PrintFormat = (typeof PRINT_FORMATS)[number]
