/** The restoration panel: whose picture, by which score, from which time; and what main answers. */
import type { Model } from '#contract/models.ts'
import type { Api, Failure } from '#contract/requests.ts'
import type { Restoration } from '#contract/restoration.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import type { Picture } from '#theory/laws/gaussian-texture.ts'
import { scheduleOfCurves, type TwoCurvesShape } from '../../shape/curve-knots.ts'
import { sendFiles } from '../../api/send-files.ts'

/** `exact`: of the images of a data set, along the curves of the tab; else the reference of a network. */
export const EXACT = 'exact'
export const CORRUPTIONS = {
  blur: { label: 'Gaussian blur', spec: { name: 'gaussian-blur' } },
  mask: { label: 'Mask', spec: { name: 'mask', patch: 2 } },
} as const
export type CorruptionChoice = keyof typeof CORRUPTIONS
/** Largest share that a mask hides, where the curves count pixels of blur. */
const MOST_HIDDEN = 0.9
const EXACT_IMAGES = 4000
const STOPS = 200

export class Restoring {
  readonly #api: Pick<Api, 'request' | 'subscribe'>
  score = $state<string>(EXACT)
  corruption = $state<CorruptionChoice>('blur')
  dataset = $state('mnist')
  split = $state<'train' | 'test'>('test')
  index = $state(3)
  t = $state(0.8)
  file = $state.raw<File | null>(null)
  given = $state<'clean' | 'corrupted'>('clean')
  seed = $state(0)
  found = $state.raw<Restoration | null>(null)
  fault = $state.raw<Failure | null>(null)
  working = $state.raw<{ stage: string; done: number; of: number } | null>(null)

  constructor(api: Pick<Api, 'request' | 'subscribe'>) {
    this.#api = api
    api.subscribe('models/progress', ({ source, stage, done, of }) => {
      if (source === 'restoration' && this.working) this.working = { stage, done, of }
    })
  }

  /** `shape`: the curves of the tab, which an exact score is asked along. */
  async start(shape: TwoCurvesShape) {
    if (this.working) return
    this.working = { stage: 'opening', done: 0, of: 0 }
    this.fault = null
    const upload = this.file ? crypto.randomUUID() : undefined
    const { file, score, dataset, split, index, given, t, seed } = this
    const sent = file ? await sendFiles(this.#api, upload!, [{ path: file.name, file }], () => {}) : null
    const reply =
      sent && !sent.ok
        ? sent
        : await this.#api.request('models/restoration', {
            ...(score === EXACT ? exactly(dataset, this.corruption, shape) : { network: score }),
            ...(upload ? { upload } : { dataset: { name: dataset, split }, index }),
            given: file ? given : 'clean',
            t,
            seed,
          })
    if (upload) void this.#api.request('uploads/drop', { upload })
    this.working = null
    if (reply.ok) this.found = reply.value as Restoration
    else if (reply.error.code !== 'cancelled') this.fault = reply.error
  }
  cancel() {
    void this.#api.request('models/cancel', {})
  }
}

/** Along the curves of the tab, whose level counts pixels of blur: of a mask it is taken as a share of the largest. */
function exactly(name: string, corruption: CorruptionChoice, shape: TwoCurvesShape) {
  const stops = scheduleLevels(scheduleOfCurves(shape, STOPS))
  const most = Math.max(...stops.map(({ corruption = 0 }) => corruption))
  const scale = corruption === 'mask' && most > 0 ? MOST_HIDDEN / most : 1
  const schedule: ScheduleInput = {
    family: 'curves',
    t: stops.map(({ t = 0 }) => t),
    sigmas: stops.map(({ sigma }) => sigma),
    levels: stops.map((stop) => scale * (stop.corruption ?? 0)),
    data_range: [0, 1],
  }
  const score = { name: 'empirical', dataset: { name, subset: { n: EXACT_IMAGES } } } as const
  return { score, corruption: CORRUPTIONS[corruption].spec, schedule }
}

/** Picture `i` of a list of bytes, as values from 0 to 1. */
export function pictureOf(bytes: Uint8Array, i: number, shape: Restoration['shape']): Picture {
  const size = shape.height * shape.width * shape.channels
  return { ...shape, pixels: Float64Array.from(bytes.subarray(i * size, (i + 1) * size), (byte) => byte / 255) }
}

/** Networks that were trained under a corruption, and the exact score. */
export const restorers = (models: readonly Model[]) => [
  { value: EXACT, label: `exact: ${EXACT_IMAGES} images of the data set` },
  ...models
    .filter(({ corruption }) => corruption !== undefined)
    .map(({ reference, name, corruption }) => ({
      value: reference,
      label: `run ${reference}, ${name} (${corruption})`,
    })),
]
