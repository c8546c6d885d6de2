/** The process that stands ready for quick looks: backend, network and classifier loaded before anyone asks. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openCompute } from '#compute/backend.ts'
import { measuredInfo } from '#compute/info.ts'
import type { Emit, LookRequest } from '#contract/requests.ts'
import { Refusal } from '#contract/refusal.ts'
import { openClassifier } from '../classifier-file.ts'
import { openSamplingDenoiser } from '../jobs/sampling-denoiser.ts'
import { openNetwork } from '../network-file.ts'
import { openParentChannel } from '../parent-channel.ts'
import { LOOK_BATCH, runLook, type LookRoom } from './look.ts'
import type { FromLook, ToLook } from './look-messages.ts'

const resources = process.argv[2]
const { post, listen } = openParentChannel<FromLook, ToLook>()
const emit = ((name: string, event: unknown) => post({ type: 'event', name, event } as FromLook)) as Emit

async function openRoom(): Promise<LookRoom> {
  const weights = join(resources, 'mnist-unet', 'weights.safetensors')
  if (!existsSync(weights)) throw new Refusal('The shipped network is missing from the program: install it again.')
  const compute = await openCompute()
  const network = openNetwork(compute.tf, weights, 'ema')
  const port = { log: () => {}, signal: new AbortController().signal }
  const wanted = { n: LOOK_BATCH * 2, nfe: 100, chunk: LOOK_BATCH }
  const { denoised } = await openSamplingDenoiser(
    compute,
    network,
    wanted,
    { mode: 'auto', precision: 'float32' },
    port,
  )
  const judge = join(resources, 'mnist-classifier', 'weights.safetensors')
  const classifier = existsSync(judge) ? openClassifier(compute.tf, judge) : null
  const room = { compute, network, denoised, classifier }
  // The first run of everything is slow; it is had here, before anyone waits for it.
  const first: LookRequest = { lookId: '', schedule: WARM_UP, sampler: { name: 'euler' }, n: LOOK_BATCH, seed: 0 }
  await runLook(room, first, () => {}, port.signal)
  return room
}
const WARM_UP: LookRequest['schedule'] = { family: 'karras', levels: 2, sigma_max: 1, sigma_min: 0.1 }

const room = openRoom()
room.then(
  () => post({ type: 'ready' }),
  (error: Error) => post({ type: 'unable', message: error.message }),
)

let current: { lookId: string; abort: AbortController } | null = null
let turn = Promise.resolve()

/** One look at a time: a new one ends the one before it. */
function start(look: LookRequest): void {
  current?.abort.abort()
  const mine = { lookId: look.lookId, abort: new AbortController() }
  current = mine
  turn = turn.then(async () => {
    const { signal } = mine.abort
    if (signal.aborted) return
    try {
      await runLook(await room, look, emit, signal)
    } catch (error) {
      if (signal.aborted) return
      const { message } = error as Error
      const code = error instanceof Refusal ? error.code : 'internal'
      emit('look/failed', { lookId: look.lookId, error: { code, message } })
    }
  })
}

/** In its turn: two things measured at once would both be slow. */
function measure(): void {
  turn = turn.then(async () => post({ type: 'measured', info: measuredInfo((await room).compute) })).catch(() => {})
}

function hear(message: ToLook): void {
  if (message.type === 'look') start(message.look)
  else if (message.type === 'measure') measure()
  else if (current?.lookId === message.lookId) current.abort.abort()
}
listen(hear)
