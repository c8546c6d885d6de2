/** How much work a run is, in a unit that its time grows with, and which runs cost alike for as much work. */
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { costOf, type SamplerRow } from '#axes/row.ts'
import { toCamel } from '#contract/casing.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { scoreOf } from '#contract/score.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'

export type Work = {
  /** Equal for runs whose cost differs by the amount of work alone. */
  like: string
  /** Evaluations of a sampling, steps of a training, epochs of a classifier, samples that are judged. */
  amount: number
  unit: 'evaluation' | 'step' | 'epoch' | 'sample' | 'run'
  /** Whether its time grows with the amount; a judgement reads and searches its reference, whatever is judged. */
  grows: boolean
  /** Of a network, one sample each. */
  evaluations: number | null
  /** Samples that are written. */
  samples: number | null
}

/** `networkOf`: what tells a network from others for its speed, by its reference. `runOf`: the configuration of a run, by its reference. */
export type Known = { networkOf: (reference: string) => unknown; runOf: (reference: string) => RunConfig | null }

export function workOf(config: RunConfig, known: Known): Work {
  const key = (...parts: unknown[]) => JSON.stringify([config.kind, ...parts])
  switch (config.kind) {
    case 'sample': {
      const row: SamplerRow = SAMPLER_ROWS.find(({ name }) => name === config.sampler.name)!
      const levels = scheduleLevels(toCamel(config.schedule)).length
      const evaluations =
        config.n * costOf(row, { levels, inTime: config.schedule.family === 'process' }, toCamel(config.sampler)).nfe
      const like = key(askedOf(config, known), config.execution, config.chunk ?? null)
      return { like, amount: evaluations, unit: 'evaluation', grows: true, evaluations, samples: config.n }
    }
    case 'train': {
      const { network, objective, training, execution } = config
      const like = key(network, objective.name, training.batch_size, execution)
      const evaluations = training.steps * training.batch_size
      return { like, amount: training.steps, unit: 'step', grows: true, evaluations, samples: null }
    }
    case 'train-classifier': {
      const { dataset, batch_size, epochs } = config
      return {
        like: key(dataset, batch_size),
        amount: epochs,
        unit: 'epoch',
        grows: true,
        evaluations: null,
        samples: null,
      }
    }
    case 'evaluate': {
      // What it is judged against may be left out, and follows then from what the samples were drawn with.
      const samples = known.runOf(config.samples)
      const [asked, n] = samples?.kind === 'sample' ? [askedOf(samples, known), samples.n] : [null, 1]
      const like = key(config.features ?? 'classifier', asked)
      return { like, amount: n, unit: 'sample', grows: false, evaluations: null, samples: null }
    }
    case 'compare':
      return { like: key(), amount: 1, unit: 'run', grows: false, evaluations: null, samples: null }
  }
}

function askedOf(config: Extract<RunConfig, { kind: 'sample' }>, { networkOf }: Known): unknown {
  const score = scoreOf(config)
  return score.name === 'network' ? networkOf(score.network) : score
}
