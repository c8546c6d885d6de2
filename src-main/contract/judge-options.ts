/** What `anneal fid` and whoever judges files may be told. */
import { z } from 'zod'
import { FEATURE_NAMES } from '#axes/judges/judges.ts'

export const RESIZES = ['pytorch-fid', 'clean-fid'] as const

export const judgeOptions = z.strictObject({
  features: z.enum(FEATURE_NAMES).default('inception').describe('The network whose features are compared.'),
  resize: z.enum(RESIZES).default('pytorch-fid').describe('How pictures come to the 299 pixels that Inception sees.'),
  classifier: z
    .string()
    .default('mnist-classifier')
    .describe('For its features: a shipped classifier, a run of kind train-classifier, or a .safetensors file.'),
  statistics: z.enum(['all', 'fid']).default('all').describe('FID alone is faster for tens of thousands of pictures.'),
  out: z.string().optional().describe('With one side: a .npz for its moments (mu, sigma), as pytorch-fid keeps them.'),
})
export type JudgeOptions = z.output<typeof judgeOptions>
export type JudgeOptionsInput = z.input<typeof judgeOptions>

/** A side of a judgement as the page names it: by a word of the command line, or as files that it has sent. */
export type JudgeSide = { word?: string; upload?: string }

/** How far a judgement is: pictures through the network, then what is computed of them. */
export type JudgeProgress = {
  stage: string
  done: number
  of: number
  /** Pictures a second through the network; null where all were kept, or the stage is of another kind. */
  rate: number | null
  secondsLeft: number | null
}
