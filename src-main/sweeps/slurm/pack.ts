/** Shares the runs of each stage among tasks of about as many minutes, since a scheduler takes seconds for each task. Pure. */
import type { Site } from '#contract/sweep-site.ts'
import type { Cell } from '#contract/sweep-cells.ts'

export type Task = { stage: string; cells: string[] }

/** `seconds`: what each cell is expected to take, null where nothing like it was measured: such a run is a task by itself. */
export function packTasks(
  cells: readonly Cell[],
  seconds: readonly (number | null)[],
  { minutes, most_tasks }: Pick<Site, 'minutes' | 'most_tasks'>,
): Task[] {
  const stages = [...new Set(cells.map(({ step }) => step))]
  const costs = new Map(cells.map(({ id }, i) => [id, seconds[i] ?? minutes * 60]))
  const wanted = stages.map((stage) => {
    const own = cells.filter(({ step }) => step === stage)
    const total = own.reduce((sum, { id }) => sum + costs.get(id)!, 0)
    return { stage, own, total, tasks: Math.min(own.length, Math.max(1, Math.round(total / (minutes * 60)))) }
  })
  const all = wanted.reduce((sum, { tasks }) => sum + tasks, 0)
  const share = Math.min(1, most_tasks / all)
  return wanted.flatMap(({ stage, own, total, tasks }) =>
    split(own, costs, total / Math.max(1, Math.floor(tasks * share))).map((ids) => ({ stage, cells: ids })),
  )
}

/** Neighbours together, so that a part ends once it holds its share. */
function split(cells: readonly Cell[], costs: ReadonlyMap<string, number>, share: number): string[][] {
  const parts: string[][] = []
  let done = 0
  for (const { id } of cells) {
    const cost = costs.get(id)!
    // By its middle, which lies in one share alone.
    const part = Math.floor((done + cost / 2) / share - 1e-9)
    ;(parts[Math.max(0, part)] ??= []).push(id)
    done += cost
  }
  return parts.filter(Boolean)
}
