/** A forward process as users write it: its family and that family's parameters, one option for each row. */
import { z } from 'zod'
import { PROCESS_ROWS } from './processes.ts'

type OptionOf<R, S extends z.ZodRawShape> = R extends {
  name: infer N extends string
  parameters: infer P extends z.ZodRawShape
}
  ? z.ZodObject<{ family: z.ZodLiteral<N> } & S & P, z.core.$strict>
  : never
type OptionsOf<T extends readonly unknown[], S extends z.ZodRawShape> = { [K in keyof T]: OptionOf<T[K], S> }

/** A union over the processes in which each also takes `shared` fields; where both have one, the process's own is meant. */
export function forEachProcess<S extends z.ZodRawShape>(shared: S) {
  const options = PROCESS_ROWS.map(({ name, parameters }) =>
    z.strictObject({ family: z.literal(name), ...shared, ...parameters }),
  ) as unknown as OptionsOf<typeof PROCESS_ROWS, S>
  return z.discriminatedUnion('family', options)
}

export const processSpec = forEachProcess({})
