/** In what the runs that are compared differ: settings that not all of them have alike. Pure. */
import { leavesOf, settingsOf } from '#contract/run-settings.ts'
import type { RunDetail } from '#contract/run.ts'

/** `values`: in the order of the runs; null where a run has no such setting. */
export type Difference = { name: string; values: (string | null)[] }

/** The seed first where it differs, then by path; empty where all were asked for the same. */
export function differencesOf(runs: readonly Pick<RunDetail, 'config' | 'seed'>[]): Difference[] {
  const settings = runs.map(({ config, seed }) => ({ seed, ...settingsOf(config), ...listsOf(config) }))
  const names = [...new Set(settings.flatMap((own) => Object.keys(own)))]
  return names
    .map((name) => ({ name, values: settings.map((own) => textOf((own as Record<string, unknown>)[name])) }))
    .filter(({ values }) => new Set(values).size > 1)
}

const textOf = (value: unknown): string | null => (value === undefined || value === null ? null : String(value))

/** Lists are no columns of a table, but they may be what differs: said by their length and ends. */
const listsOf = (config: object): Record<string, string> =>
  Object.fromEntries(
    leavesOf(config).flatMap(([path, value]): [string, string][] =>
      Array.isArray(value) ? [[path, value.length > 4 ? shortened(value) : `[${value.join(', ')}]`]] : [],
    ),
  )

const shortened = (list: readonly unknown[]) => `${list.length} from ${String(list[0])} to ${String(list.at(-1))}`
