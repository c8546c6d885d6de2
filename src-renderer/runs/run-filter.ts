/** The words by which runs are found: fields, comparisons of any value, quoted text, OR and a minus for not. Pure. */
import { plainName } from '#contract/keep-apart.ts'
import { nearestName } from '#contract/nearest-name.ts'
import type { RunRecord } from '#contract/run.ts'
import type { TableValue } from '#contract/sweep-view.ts'
import { resultNames, settingNames, valueOfKind, type ValuesById } from './run-values.ts'

type Test = (run: RunRecord) => boolean
type Names = { results: ReadonlySet<string>; settings: readonly string[] }
/** `refused`: why a word was left out; null where all were understood. */
export type Found = { runs: readonly RunRecord[]; refused: string | null }

const WORD = /-?(?:[^\s"]*"[^"]*"|[^\s"]+)/g
const COMPARISON = /^([\w./-]+)(<=|>=|<|>|=)(.*)$/
const FIELD = /^([a-z_][\w./-]*):(.+)$/i
/** Last words under which a part of a configuration tells what it is. */
const TELLING = ['name', 'family', 'architecture']

const FIELDS: Readonly<Record<string, (run: RunRecord, wanted: string) => boolean>> = {
  tag: ({ tags }, wanted) => tags.some((tag) => tag.toLowerCase().includes(wanted)),
  seed: ({ seed }, wanted) => String(seed) === wanted,
  kind: ({ kind }, wanted) => kind.includes(wanted),
  state: ({ state }, wanted) => state.includes(wanted),
  name: ({ name }, wanted) => name.toLowerCase().includes(wanted),
}

/**
 * Every word must hold, but that `OR` between two wants one of them, and `-` before one that it does not: part of the name, number,
 * kind, state, tags or notes; `kind:train`, `state:failed`, `tag:paper`, `seed:3`, `name:"two words"`; a setting, `sampler:heun`,
 * `schedule.sigma_max>5`, or by its last word, `sigma_max>5`; a result, `fid<20`. A word that no run could answer is left out, and
 * named.
 */
export function filterRuns(runs: readonly RunRecord[], query: string, values: ValuesById): Found {
  const words = query.match(WORD) ?? []
  if (words.length === 0) return { runs, refused: null }
  let names: Names | null = null
  const known = () => (names ??= namesOf(runs, values))
  const groups: Test[][] = []
  let refused: string | null = null
  let either = false
  for (const word of words) {
    if (word === 'OR') {
      either = groups.length > 0
      continue
    }
    const test = testOf(word, values, known)
    if (typeof test === 'string') refused ??= test
    else if (either) groups.at(-1)!.push(test)
    else groups.push([test])
    either = false
  }
  return { runs: runs.filter((run) => groups.every((any) => any.some((test) => test(run)))), refused }
}

const namesOf = (runs: readonly RunRecord[], values: ValuesById): Names => ({
  results: new Set(resultNames(runs, values).map(plainName)),
  settings: settingNames(
    runs.map(({ id }) => id),
    values,
  ).map(({ name }) => name),
})

function testOf(given: string, values: ValuesById, known: () => Names): Test | string {
  const not = given.startsWith('-') && given.length > 1
  const word = (not ? given.slice(1) : given).replaceAll('"', '')
  const test = plainTest(word, values, known)
  return typeof test === 'string' || !not ? test : (run) => !test(run)
}

function plainTest(word: string, values: ValuesById, known: () => Names): Test | string {
  const comparison = COMPARISON.exec(word)
  if (comparison) {
    const [, name, sign, limit] = comparison
    const full = fullName(name, known())
    if (full === null) return unknown(name, known())
    if (limit === '') return `${word}: give what ${name} is to be held against, such as ${name}${sign}1.`
    if (sign !== '=' && !Number.isFinite(Number(limit))) return `${word}: ${limit} is no number.`
    return (run) => holds(valueOfKind(run, full, values), sign, limit)
  }
  const field = FIELD.exec(word)
  if (!field) {
    const number = /^#(\d+)$/.exec(word)?.[1]
    if (number) return (run) => run.number === Number(number)
    const part = word.toLowerCase()
    return (run) => textOf(run).includes(part)
  }
  const [, name, wanted] = field
  const lower = wanted.toLowerCase()
  if (Object.hasOwn(FIELDS, name.toLowerCase())) return (run) => FIELDS[name.toLowerCase()](run, lower)
  const full = fullName(name, known())
  if (full === null) return unknown(name, known())
  return (run) =>
    String(valueOfKind(run, full, values) ?? '')
      .toLowerCase()
      .includes(lower)
}

/** A result's name, a setting's path, or what ends a path: `sigma_max` of `schedule.sigma_max`, `sampler` of `sampler.name`. */
function fullName(name: string, { results, settings }: Names): string | null {
  if (results.has(name) || settings.includes(name)) return name
  const telling = TELLING.map((last) => `${name}.${last}`).find((path) => settings.includes(path))
  return telling ?? settings.find((path) => path.endsWith(`.${name}`)) ?? null
}

const unknown = (name: string, { results, settings }: Names) =>
  `No run has ${name}. ${nearestName(name, [...results, ...settings, ...settings.map((path) => path.slice(path.lastIndexOf('.') + 1)), ...Object.keys(FIELDS)])}`.trim()

const textOf = (run: RunRecord) =>
  `${run.number} ${run.name} ${run.kind} ${run.state} ${run.tags.join(' ')} ${run.notes}`.toLowerCase()

function holds(value: TableValue | undefined, sign: string, limit: string): boolean {
  if (value === undefined || value === null) return false
  if (sign === '=') return typeof value === 'number' ? value === Number(limit) : String(value) === limit
  if (typeof value !== 'number') return false
  const number = Number(limit)
  if (sign === '<') return value < number
  if (sign === '>') return value > number
  return sign === '<=' ? value <= number : value >= number
}
