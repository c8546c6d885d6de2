/** Users write snake_case (`sigma_max`), code is camelCase (`sigmaMax`). The two meet here and nowhere else. */

type CamelKey<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelKey<Tail>>}` : S

/** `T` with every snake_case key, at any depth, in camelCase. Arrays keep their shape; values are untouched. */
export type Camel<T> = T extends readonly unknown[]
  ? { [I in keyof T]: Camel<T[I]> }
  : T extends object
    ? { [K in keyof T as K extends string ? CamelKey<K> : K]: Camel<T[K]> }
    : T

/** One name as code spells it. */
export const camelKey = (key: string) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
/** And as users write it. */
export const snakeKey = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The keys below these are names of classes, which are the user's own and keep their spelling. */
const KEYED_BY_CLASS = new Set(['fractions', 'proportions'])

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [rename(key), KEYED_BY_CLASS.has(key) ? item : mapKeys(item, rename)]),
  )
}

/** Keys at every depth to camelCase. Plain JSON data only. */
export const toCamel = <T>(value: T): Camel<T> => mapKeys(value, camelKey) as Camel<T>

/** Keys at every depth to snake_case. `toSnake(toCamel(v))` gives back `v` for keys of lower-case words. */
export const toSnake = (value: unknown): unknown => mapKeys(value, snakeKey)
