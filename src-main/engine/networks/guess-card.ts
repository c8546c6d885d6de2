/** What a network's file tells of its card: shapes and names for certain, the rest where it is written beside it. */
import { dirname, join } from 'node:path'
import type { OnnxPort, OnnxSummary } from '#compute/onnx/inspect.ts'
import type { CardDraft } from '#contract/complete-card.ts'
import type { Unet2dConfig } from '#contract/unet2d.ts'
import { readJsonIfThere } from './read-json.ts'

/** Under this key our own exports carry their whole card as JSON. */
export const CARD_NOTE = 'anneal.card'

export function guessOnnxCard(summary: OnnxSummary): CardDraft {
  const noted = readNote(summary.metadata[CARD_NOTE])
  if (noted) return noted
  const images = summary.inputs.filter(({ dims, type }) => dims?.length === 4 && type === 'float32')
  const others = summary.inputs.filter((port) => !images.includes(port))
  // A noise level of shape [B, 1, 1, 1] beside the images.
  const x = images.length === 1 ? images[0] : images.find(({ dims }) => dims!.slice(1).some((size) => size !== 1))
  const time = others.length === 1 ? others[0] : images.find((port) => port !== x)
  const output = summary.outputs.length === 1 ? summary.outputs[0] : undefined
  const place = layoutOf(x) ?? layoutOf(output)
  return {
    ...(x && { input: x.name }),
    ...(output && { output: output.name }),
    ...(time && { time: { input: time.name, ...timeKind(time) } }),
    ...place,
  }
}

/** Null where there is none, or what is there is none of ours. */
function readNote(text: string | undefined): CardDraft | null {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' ? (value as CardDraft | null) : null
  } catch {
    return null
  }
}

/** A number of channels that only images have tells the layout, or that the other two sizes are equal; else it is asked for. */
function layoutOf(port: OnnxPort | undefined): CardDraft | null {
  if (port?.dims?.length !== 4) return null
  const [, a, b, c] = port.dims
  const few = (size: number | null) => size !== null && size <= 4
  const first = few(a) && (!few(c) || b === c)
  const last = few(c) && (!few(a) || a === b)
  if (first === last) return null
  const [height, width, channels] = first ? [b, c, a] : [a, b, c]
  const shape = height !== null && width !== null && channels !== null ? { shape: { height, width, channels } } : {}
  return { layout: first ? 'nchw' : 'nhwc', ...shape }
}

/** Whole numbers are timesteps; a name may say sigma. `t` may be any of three, so it is asked for. */
function timeKind({ name, type }: OnnxPort): CardDraft {
  if (type.startsWith('int') || /timestep/i.test(name)) return { kind: 'timestep' }
  return /^(sigma|noise_?level|std)$/i.test(name) ? { kind: 'sigma' } : {}
}

/** From config.json, and from a scheduler's configuration where one lies beside it or in the folder that diffusers puts it in. */
export function guessUnet2dCard(config: Unet2dConfig, file: string): CardDraft {
  const fourier = config.time_embedding_type === 'fourier'
  const size = config.sample_size
  const [height, width] = typeof size === 'number' ? [size, size] : (size ?? [])
  const { in_channels: channels } = config
  return {
    data_range: [-1, 1],
    time: { input: 'time', kind: fourier ? 'sigma' : 'timestep' },
    input: 'sample',
    output: 'sample',
    layout: 'nhwc',
    ...(height !== undefined && width !== undefined && { shape: { height, width, channels } }),
    // A network of sigma divides its answer by it: the score of variance exploding data.
    ...(fourier && { parametrisation: 'score', process: { name: 've' } }),
    ...schedulerGuess(file),
  }
}

const PREDICTIONS: Readonly<Record<string, string>> = { epsilon: 'eps', v_prediction: 'v', sample: 'x0' }
const SCHEDULES: Readonly<Record<string, string>> = {
  linear: 'linear',
  scaled_linear: 'scaled-linear',
  squaredcos_cap_v2: 'cosine',
  sigmoid: 'sigmoid',
}

function schedulerGuess(file: string): CardDraft {
  const folder = dirname(file)
  const places = [join(folder, 'scheduler_config.json'), join(folder, '..', 'scheduler', 'scheduler_config.json')]
  const scheduler = places.map(readJsonIfThere).find((found) => found !== null)
  if (!scheduler) return {}
  const { sigma_max, sigma_min, _class_name: name } = scheduler
  if (typeof sigma_max === 'number' && typeof sigma_min === 'number' && /Ve/i.test(String(name)))
    return { process: { name: 've', sigma_max, sigma_min } }
  const betas = SCHEDULES[String(scheduler.beta_schedule)]
  if (betas === undefined) return {}
  const { beta_start, beta_end, num_train_timesteps: timesteps } = scheduler
  const table = Object.fromEntries(
    Object.entries({ beta_start, beta_end, timesteps }).filter(([, value]) => typeof value === 'number'),
  )
  const parametrisation = PREDICTIONS[String(scheduler.prediction_type ?? 'epsilon')]
  const zero = scheduler.rescale_betas_zero_snr === true && { zero_terminal_snr: true }
  return { process: { name: 'vp', betas, ...table, ...zero }, ...(parametrisation && { parametrisation }) }
}
