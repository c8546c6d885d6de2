/** Evaluations that put samplings on one footing: the same reference, classifier, features and number of samples for all. Pure. */
import type { RunConfig, RunConfigInput } from '#contract/run-config.ts'
import type { RunDetail } from '#contract/run.ts'

type Judge = Extract<RunConfig, { kind: 'evaluate' }>
type Sampling = { run: Pick<RunDetail, 'number' | 'steps'>; judge: Judge | null }

/** As the first that is evaluated was, of as many samples as the smallest run has; those that are judged so already are left out. */
export function alike(samplings: readonly Sampling[]): RunConfigInput[] {
  if (samplings.length < 2) return []
  const n = Math.min(...samplings.map(({ run }) => run.steps))
  const { samples: _, name: _name, n: _n, ...same } = samplings.find(({ judge }) => judge)?.judge ?? PLAIN
  return samplings.flatMap(({ run, judge }) => {
    const wanted = { ...same, ...(n < run.steps && { n }) }
    return judge && isSame(judge, wanted) ? [] : [{ ...wanted, samples: String(run.number) } as RunConfigInput]
  })
}

const PLAIN = { kind: 'evaluate', samples: '', name: undefined, n: undefined } as const

/** Everything that moves a number; a name, tags and the seed of an interval do not. */
const MOVING = ['reference', 'classifier', 'features', 'resize', 'confidence', 'n'] as const
const isSame = (judge: Judge, wanted: object): boolean =>
  MOVING.every((field) => JSON.stringify(judge[field]) === JSON.stringify((wanted as Partial<Judge>)[field]))
