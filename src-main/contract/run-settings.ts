/** What a run was asked for, as columns: every single value of its configuration under its dotted path. */
import type { TableValue } from './sweep-view.ts'

export type RunSettings = Record<string, TableValue>

/** Shown beside the settings, in fields of their own. */
const APART = new Set(['kind', 'name', 'tags', 'seed'])

/** `schedule.sigma_max`, `sampler.name`, `n`: leaves of the tree. Lists, such as levels, are no value of a column; null is none. */
export function settingsOf(config: object): RunSettings {
  const settings: RunSettings = {}
  const walk = (tree: object, below: string) => {
    for (const [key, value] of Object.entries(tree)) {
      if (value === null || Array.isArray(value) || (below === '' && APART.has(key))) continue
      const path = below + key
      if (typeof value === 'object') walk(value, `${path}.`)
      else settings[path] = value as TableValue
    }
  }
  walk(config, '')
  return settings
}
