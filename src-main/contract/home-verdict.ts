/** What a check of a whole data folder found: each file against the hash it was written with. */

/** `path` within the run's folder, empty where the problem is of the folder itself. */
export type Problem = { path: string; problem: string }
/** `files`: how many had a hash to be held against. */
export type HomeVerdict = {
  runs: { id: string; number: number; name: string; files: number; problems: Problem[] }[]
  networks: { name: string; problem: string | null }[]
  datasets: { name: string; problem: string | null }[]
}

/** Lines for people, the damaged ones first. */
export function verdictLines({ runs, networks, datasets }: HomeVerdict): { damaged: string[]; sound: string[] } {
  const bad = runs.filter(({ problems }) => problems.length > 0)
  const unsound = [...networks, ...datasets].flatMap(({ problem }) => problem ?? [])
  const files = runs.reduce((sum, one) => sum + one.files, 0)
  const damaged = bad.flatMap(({ number, problems }) =>
    problems.map(({ path, problem }) => `run ${number}: ${[path, problem].filter(Boolean).join(' ')}`),
  )
  const all = bad.length === 0 ? 'all as they were written' : `${bad.length} runs damaged`
  const whole = ([what, listed]: readonly [string, HomeVerdict['networks']]) =>
    listed.length > 0 && listed.every(({ problem }) => problem === null)
      ? [`${listed.length} ${what}: all as they were imported`]
      : []
  const brought = [['brought networks', networks] as const, ['data sets', datasets] as const].flatMap(whole)
  return {
    damaged: [...damaged, ...unsound],
    sound: [...brought, `${runs.length} runs, ${files} files with a hash: ${all}`],
  }
}
