/** The stages of a shared folder and the numbers of their tasks, in the order in which they need one another. Pure. */
import type { WorkFile } from '../shared/shared-folder.ts'

/** Tasks of which nothing is in `left` are left out, and so are stages without any. */
export function stagesOf(
  { tasks }: Pick<WorkFile, 'tasks'>,
  left?: ReadonlySet<string>,
): { stage: string; tasks: number[] }[] {
  const stages = new Map<string, number[]>()
  for (const [number, { stage, cells }] of tasks.entries()) {
    if (left && !cells.some((id) => left.has(id))) continue
    stages.set(stage, [...(stages.get(stage) ?? []), number])
  }
  return [...stages].map(([stage, numbers]) => ({ stage, tasks: numbers }))
}
