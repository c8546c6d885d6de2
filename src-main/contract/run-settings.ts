/** What a run was asked for, as columns: every single value of its configuration under its dotted path. */
import type { TableValue } from './sweep-view.ts'

export type RunSettings = Record<string, TableValue>

/** Shown beside the settings, in fields of their own. */
const APART = new Set(['kind', 'name', 'tags', 'seed'])

/** Everything in a configuration that is no tree itself, lists among it, by its dotted path; without what is shown beside. */
export function leavesOf(config: object): [path: string, value: unknown][] {
  const walk = (tree: object, below: string): [string, unknown][] =>
    Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
      if (below === '' && APART.has(key)) return []
      const isTree = typeof value === 'object' && value !== null && !Array.isArray(value)
      return isTree ? walk(value, `${below}${key}.`) : [[below + key, value]]
    })
  return walk(config, '')
}

/** `schedule.sigma_max`, `sampler.name`, `n`. Lists, such as levels, are no value of a column; null is none. */
export const settingsOf = (config: object): RunSettings =>
  Object.fromEntries(
    leavesOf(config).filter(
      (leaf): leaf is [string, string | number | boolean] => leaf[1] !== null && !Array.isArray(leaf[1]),
    ),
  )
