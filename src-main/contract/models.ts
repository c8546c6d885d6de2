/** Models as all doors list them: shipped, trained and brought networks and classifiers, each chosen by its reference. */
import { z } from 'zod'
import { networkCard, type NetworkCardConfig } from './network-card.ts'
import type { DataRange } from './schedule.ts'

/** What the probe of a brought network found; see `diffusion/scores/probe.ts`. */
const probe = z.strictObject({
  sound: z.boolean(),
  checks: z.array(
    z.strictObject({
      name: z.enum(['spread', 'mean', 'small', 'middle']),
      sigma: z.number(),
      /** Null where it was not finite. */
      value: z.number().nullable(),
      limit: z.number(),
    }),
  ),
  findings: z.array(z.string()),
  /** Whose images it was asked about; null where only noise could be. */
  data: z.strictObject({ name: z.string(), hash: z.string() }).nullable(),
})
export type ProbeRecord = z.output<typeof probe>

export const BROUGHT_KINDS = ['onnx', 'unet2d', 'anneal'] as const
export type BroughtKind = (typeof BROUGHT_KINDS)[number]

/** `network.json` of a brought network's folder; the hash is that of its manifest, so of all its content and its card. */
export const broughtFile = z.strictObject({
  format: z.literal('anneal-brought-1'),
  name: z.string().min(1),
  kind: z.enum(BROUGHT_KINDS),
  /** The network itself, within the folder. */
  file: z.string().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  parameters: z.number().int().nonnegative(),
  /** Null of a network of Anneal's own, which says all that a card would. */
  card: networkCard.nullable(),
  probe: probe.nullable(),
  /** Name of the file that was brought. */
  source: z.string(),
  importedAt: z.number().int(),
  anneal: z.string(),
})
export type BroughtFile = z.output<typeof broughtFile>

/** Names that a network may be given: not a number, which would be a run, and no dot, which would be a file. */
export const NETWORK_NAME = /^(?!\d+$)[a-z0-9][a-z0-9_-]{0,63}$/

export type ModelRole = 'network' | 'classifier'
export type ModelOrigin = 'shipped' | 'trained' | 'brought'

export type Model = {
  /** What a configuration says to choose it: a name, or the number of its run. */
  reference: string
  name: string
  role: ModelRole
  origin: ModelOrigin
  kind: BroughtKind
  /** In a few words: architecture, or what it answers of which process. */
  says: string
  shape: { height: number; width: number; channels: number } | null
  dataRange: DataRange | null
  parameters: number | null
  bytes: number | null
  /** SHA-256 of weights, or of all content of a brought network. */
  hash: string | null
  /** Levels it was trained at, where that is known. */
  sigmas: { sigmaMax: number; sigmaMin: number } | null
  /** The corruption that it was trained under; absent where it was noise alone. */
  corruption?: string
  /** The run that trained it, and on what data. */
  lineage: { runId: string | null; run: number | null; dataset: string | null }
  card: NetworkCardConfig | null
  probe: ProbeRecord | null
  licence: string | null
  source: string | null
  createdAt: number | null
}

/** What was found at one noise level: E|D(x0 + sigma z) - x0|^2 per pixel over images of a data set, and its root. */
export type LevelLoss = { sigma: number; mse: number; rms: number }
export type LossBySigma = {
  dataset: { name: string; hash: string; n: number; std: number }
  levels: LevelLoss[]
  /** Bits a dimension of the images in 256 steps, blurred by the least sigma, from the errors above; the interval is over images. `told`: those of them that tell the image, the others being the blur's own. */
  bits: { value: number; low: number; high: number; told: number; sigma: number }
  seconds: number
}
