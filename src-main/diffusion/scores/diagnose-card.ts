/** What is wrong with a card that its network does not bear out: every other reading is tried, and the one that fits is named. */
import type { Tf } from '#compute/tf.ts'
import { toCamel, toSnake } from '#contract/casing.ts'
import {
  BETAS,
  networkCard,
  PARAMETRISATIONS,
  TIME_KINDS,
  type NetworkCard,
  type NetworkCardInput,
} from '#contract/network-card.ts'
import { cardDenoiser, type RawAnswer } from './card-denoiser.ts'
import { trainedSigmas } from './card-time.ts'
import { isSound, misfit, probe, type CheckName, type ProbeCheck } from './probe.ts'

export type ProbeReport = {
  sound: boolean
  checks: ProbeCheck[]
  /** What failed and which field is likely wrong, for people. Empty where all is sound. */
  findings: string[]
  /** The other reading that fits, by field. */
  likely: { field: string; value: string } | null
}

/** `otherwise`: whether other readings are tried where this one fails; `tell`, how many of them have been. */
export type ProbeOptions = { otherwise?: boolean; tell?: (done: number, of: number) => void }

/** `imagesIn(range)`: images of a data set in that range, or null. */
export function probeCard(
  tf: Tf,
  raw: RawAnswer,
  card: NetworkCard,
  imagesIn: (range: readonly [number, number]) => Float32Array | null,
  { otherwise = true, tell = () => {} }: ProbeOptions = {},
): ProbeReport {
  const checksOf = (read: NetworkCard): ProbeCheck[] => {
    const constants: { dispose(): void }[] = []
    const denoised = cardDenoiser(tf, raw, read, (tensor) => {
      constants.push(tf.keep(tensor))
      return tensor
    })
    try {
      return probe(tf, (x, sigma) => tf.tidy(() => denoised(x, sigma)), {
        shape: read.shape,
        dataRange: read.dataRange,
        images: imagesIn(read.dataRange),
        sigmaMax: trainedSigmas(read.process)?.sigmaMax ?? null,
      })
    } finally {
      for (const tensor of constants) tensor.dispose()
    }
  }
  const checks = checksOf(card)
  if (isSound(checks)) return { sound: true, checks, findings: [], likely: null }
  const failed = checks.filter(({ value, limit }) => !(value <= limit)).map(sayCheck)
  if (!otherwise) return { sound: false, checks, findings: failed, likely: null }
  const readings = otherReadings(card)
  const tried = readings.flatMap((other, i) => {
    tell(i, readings.length)
    const found = checksOf(other.card)
    return isSound(found) ? [{ ...other, misfit: misfit(found) }] : []
  })
  const best = tried.toSorted((a, b) => a.misfit - b.misfit).at(0)
  const likely = best ? { field: best.field, value: best.value } : null
  const remedy = likely
    ? `With ${likely.field}: ${likely.value} all is sound: that is likely the right card.`
    : 'No change of one field mends it: look at the process, the time and the data range together.'
  return { sound: false, checks, findings: [...failed, remedy], likely }
}

const SAY: { readonly [N in CheckName]: (check: ProbeCheck) => string } = {
  spread: ({ sigma, value }) =>
    `Asked about pure noise at sigma ${show(sigma)}, its answers differ by ${show(value)} half ranges from draw to draw; a denoiser answers the data mean.`,
  mean: ({ sigma, value }) =>
    `Asked about pure noise at sigma ${show(sigma)}, its mean answer is ${show(value)} half ranges off the data mean.`,
  small: ({ sigma, value }) =>
    `On images with noise of sigma ${show(sigma)} its error is ${show(value)} times the noise; a denoiser's is below it.`,
  middle: ({ sigma, value }) =>
    `On images with as much noise as their own spread (sigma ${show(sigma)}) its error is ${show(value)} times the noise; a denoiser's is at most .71.`,
}
const sayCheck = (check: ProbeCheck) => SAY[check.name](check)
const show = (value: number) => String(Number(value.toPrecision(2)))

type Reading = { field: string; value: string; card: NetworkCard }

/** Cards that differ in one choice, where they are cards at all. */
function otherReadings(card: NetworkCard): Reading[] {
  const given = toSnake(card) as NetworkCardInput
  const changes: { field: string; value: string; change: Partial<NetworkCardInput> }[] = []
  const offer = (field: string, value: string, change: Partial<NetworkCardInput>) =>
    changes.push({ field, value, change })
  for (const parametrisation of PARAMETRISATIONS) {
    if (parametrisation === 'edm') {
      const sigma_data = given.sigma_data ?? (given.data_range[1] - given.data_range[0]) / 4
      offer('parametrisation', `edm (form: network, sigma_data: ${sigma_data})`, {
        parametrisation,
        form: 'network',
        sigma_data,
      })
      offer('parametrisation', 'edm (form: denoiser)', { parametrisation, form: 'denoiser' })
    } else offer('parametrisation', parametrisation, { parametrisation })
  }
  const { input } = given.time
  for (const kind of TIME_KINDS)
    for (const scale of [1, 1000]) offer('time', `{kind: ${kind}, scale: ${scale}}`, { time: { input, kind, scale } })
  const range: NetworkCardInput['data_range'] = given.data_range[0] === 0 ? [-1, 1] : [0, 1]
  offer('data_range', `[${range.join(', ')}]`, { data_range: range })
  for (const betas of BETAS)
    offer('process.betas', betas, {
      process: { name: 'vp', ...(given.process.name === 'vp' ? given.process : {}), betas },
    })
  offer('process.name', 've', { process: { name: 've' } })
  for (const data_at of [0, 1] as const)
    offer('process', `{name: flow, data_at: ${data_at}}`, { process: { name: 'flow', data_at } })
  return changes.flatMap(({ field, value, change }) => {
    const parsed = networkCard.safeParse({ ...given, ...change })
    if (!parsed.success) return []
    const read = toCamel(parsed.data)
    return JSON.stringify(read) === JSON.stringify(card) ? [] : [{ field, value, card: read }]
  })
}
