/** What a configuration may name among the runs, and where everything that it may name is kept. */
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import type { RunKind } from '#contract/run-config.ts'
import type { History } from '#history/history.ts'

export type Surroundings = {
  history: History
  /** Folder of what ships with the program: `NAME/weights.safetensors` and `NAME/card.json` for each network. */
  resources: string
}

export const looksLikeRun = (reference: string): boolean =>
  /^#?\d+$/.test(reference) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(reference)

/** The run that `field` names, of one of the `kinds`. */
export function findRun(reference: string, field: string, kinds: RunKind[], { history }: Surroundings): RunRecord {
  const run = history.read.find(reference)
  if (!run)
    throw new Refusal(`${field}: there is no run ${reference}; \`anneal runs\` lists those there are.`, {
      field,
      code: 'not-found',
    })
  if (!kinds.includes(run.kind))
    throw new Refusal(
      `${field}: run ${run.number} is of kind ${run.kind}; a run of kind ${kinds.join(' or ')} belongs here.`,
      {
        field,
      },
    )
  return run
}
