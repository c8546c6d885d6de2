/** What a sampling run asks at every step: a network, or the exact score of a law. */
import { z } from 'zod'
import { SCORE_ROWS } from '#axes/scores/scores.ts'
import { datasetSpec } from './dataset.ts'
import { Refusal } from './refusal.ts'

/** Runs are named by number, which YAML reads as a number, or by id. */
export const reference = z.union([z.number().int().positive().transform(String), z.string().min(1).max(1000)])

export const network = reference.describe('A shipped network, a training run, or a .safetensors file')
export const weights = z.enum(['ema', 'raw'])
const DEFAULTS = { network: 'mnist-unet', weights: 'ema' } as const

type OptionOf<R> = R extends {
  name: infer N extends string
  parameters: infer S extends z.ZodRawShape
  ofDataset: infer D
}
  ? z.ZodObject<
      { name: z.ZodLiteral<N> } & S & (D extends true ? { dataset: z.ZodPrefault<typeof datasetSpec> } : unknown),
      z.core.$strict
    >
  : never
type OptionsOf<T extends readonly unknown[]> = { [K in keyof T]: OptionOf<T[K]> }

const exact = SCORE_ROWS.map(({ name, parameters, ofDataset }) =>
  z.strictObject({
    name: z.literal(name),
    ...(ofDataset && { dataset: datasetSpec.prefault({}) }),
    ...parameters,
  }),
) as unknown as OptionsOf<typeof SCORE_ROWS>

const ofNetwork = z.strictObject({
  name: z.literal('network'),
  network: network.default(DEFAULTS.network),
  weights: weights.default(DEFAULTS.weights),
})

export const exactScoreSpec = z.discriminatedUnion('name', exact)
export const scoreSpec = z.discriminatedUnion('name', [ofNetwork, ...exact])
export type ScoreConfig = z.output<typeof scoreSpec>
export type ExactScore = z.output<typeof exactScoreSpec>

type Chosen = { network?: string; weights?: 'ema' | 'raw'; score?: ScoreConfig }

/** The score of a sampling run, however it was written. */
export const scoreOf = ({ network, weights, score }: Chosen): ScoreConfig =>
  score ?? { name: 'network', network: network ?? DEFAULTS.network, weights: weights ?? DEFAULTS.weights }

/** The network of a sampling run; null where its score is exact. */
export function networkOf(config: Chosen): string | null {
  const score = scoreOf(config)
  return score.name === 'network' ? score.network : null
}

/** In a few words: `mnist-unet`, or `exact, empirical of mnist`. */
export function scoreWords(config: Chosen): string {
  const score = scoreOf(config)
  if (score.name === 'network') return score.network
  return `exact, ${score.name}${'dataset' in score ? ` of ${datasetWords(score.dataset)}` : ''}`
}

function datasetWords({ name, subset }: z.output<typeof datasetSpec>): string {
  const n = subset?.n ?? null
  return `${name}${n === null ? (subset ? ' (subset)' : '') : ` (${n}${subset?.fractions ? ', unbalanced' : ''})`}`
}

/**
 * A sampling run in its one stored form: a network stands in `network` and `weights`, whether it was written there or as
 * `score: {name: network, ...}`; an exact score stands in `score`, beside no network. Anything else is left as it is.
 */
export function foldScore(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || (input as { kind?: unknown }).kind !== 'sample') return input
  const { score, ...rest } = input as Record<string, unknown> & { score?: unknown }
  if (score === undefined) return { ...DEFAULTS, ...rest }
  const both = ['network', 'weights'].find((key) => rest[key] !== undefined)
  if (both)
    throw new Refusal(
      `${both}: this run has a score already, which is what it samples with. Leave out one of the two.`,
      {
        field: both,
        code: 'conflict',
      },
    )
  const { success, data } = ofNetwork.safeParse(score)
  return success ? { ...rest, network: data.network, weights: data.weights } : input
}

/** For a sampler that accepts or rejects its steps. */
export function refuseWithoutDensity(sampler: string): never {
  throw new Refusal(
    `sampler.name: ${sampler} accepts its steps by the density of the score's law, which a network does not have. Choose an exact score, or the sampler langevin.`,
    { field: 'sampler.name', code: 'unsupported' },
  )
}
