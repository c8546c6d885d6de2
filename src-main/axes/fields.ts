/** What a parameter of a row is, read off its schema: forms and readers need no second list. */
import { z } from 'zod'

export type RowField = {
  /** As users write it. */
  name: string
  is: 'number' | 'choice' | 'flag' | 'list' | 'table'
  required: boolean
  /** What its schema fills in. */
  fallback: unknown
  options: readonly string[]
  help: string
  schema: z.ZodType
}

export const fieldsOfRow = ({ parameters }: { parameters: z.ZodRawShape }): RowField[] =>
  Object.entries(parameters).map(([name, raw]) => {
    const schema = raw as z.ZodType
    const absent = schema.safeParse(undefined)
    const inner = plain(schema)
    return {
      name,
      is: kindOf(inner),
      required: !absent.success,
      fallback: absent.data,
      options: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
      help: schema.description ?? '',
      schema,
    }
  })

function plain(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return plain(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodPipe ? plain(schema.out as z.ZodType) : schema
}

function kindOf(schema: z.ZodType): RowField['is'] {
  if (schema instanceof z.ZodEnum) return 'choice'
  if (schema instanceof z.ZodBoolean) return 'flag'
  if (schema instanceof z.ZodArray) return 'list'
  return schema instanceof z.ZodDiscriminatedUnion ? 'table' : 'number'
}
