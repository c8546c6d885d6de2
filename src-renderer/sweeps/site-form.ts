/** The form of a site's options: which are asked, from words to options and back. Pure. */
import type { DryRun } from '#contract/sweep-place.ts'
import type { PageSite } from '#contract/sweep-site.ts'

type FieldName = 'shared' | 'partition' | 'account' | 'time' | 'memory' | 'cpus' | 'gres' | 'minutes' | 'modules'

export const SITE_FIELDS: readonly { name: FieldName; label: string; help: string; wide?: boolean }[] = [
  {
    name: 'shared',
    label: 'Shared folder',
    help: 'On a disk that all nodes see; the sweep gets a folder of its own below',
    wide: true,
  },
  { name: 'partition', label: 'Partition', help: 'Left empty: the site’s own' },
  { name: 'account', label: 'Account', help: 'Where the site asks for one' },
  { name: 'time', label: 'Time of a task', help: 'Such as 2:00:00; a task saves 90 s before' },
  { name: 'memory', label: 'Memory of a task', help: 'Such as 4G' },
  { name: 'cpus', label: 'Cores of a task', help: 'Its engine takes as many threads; 1 left empty' },
  { name: 'gres', label: 'GPUs and the like', help: 'Such as gpu:1' },
  {
    name: 'minutes',
    label: 'Minutes of work in a task',
    help: 'Runs are packed by what alike ones took; 10 left empty',
  },
  { name: 'modules', label: 'Modules', help: 'Loaded first, with spaces between' },
]

const NUMBERS: ReadonlySet<FieldName> = new Set(['cpus', 'minutes'])

/** What is left empty is left to the site. */
export function siteFrom(words: Readonly<Record<string, string>>): PageSite {
  const entries = SITE_FIELDS.flatMap(({ name }) => {
    const text = words[name]?.trim() ?? ''
    if (text === '') return []
    const value = name === 'modules' ? text.split(/\s+/) : NUMBERS.has(name) ? Number(text) : text
    // A word where a number belongs is main's to refuse, by its field.
    return [[name, typeof value === 'number' && Number.isNaN(value) ? text : value]]
  })
  return Object.fromEntries(entries) as PageSite
}

export const wordsOf = (site: PageSite): Record<string, string> =>
  Object.fromEntries(
    SITE_FIELDS.flatMap(({ name }) => {
      const value = site[name]
      return value === undefined ? [] : [[name, Array.isArray(value) ? value.join(' ') : String(value)]]
    }),
  )

/** A refusal under the name of the form's field. */
export function refusalOf({ message, field }: { message: string; field?: string }): {
  message: string
  field?: string
} {
  const name = field?.replace(/^site\./, '')
  return { message: message.replace(/^(sweeps\/[\w-]+|Site): /, '').replace(/^site\./, ''), field: name }
}

export function dryRunWords(dry: DryRun | null, site: PageSite): string {
  if (!site.shared) return 'Name the shared folder.'
  if (!dry) return 'Counting …'
  const there = dry.reused > 0 ? `, ${dry.reused} there already` : ''
  const arrays = dry.scripts.filter(({ stage }) => stage !== 'probe')
  const said = arrays.map(({ stage, runs, tasks }) => `${stage}: ${runs} in ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`)
  return `${dry.runs} runs to compute${there}${said.length > 0 ? ` (${said.join('; ')})` : ''}, in ${dry.folder}.`
}
