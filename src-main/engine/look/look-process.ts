/** The process that stands ready for quick looks: backend, shipped network and classifier loaded before anyone asks. */
import { openCompute } from '#compute/backend.ts'
import { measuredInfo } from '#compute/info.ts'
import type { Emit, LookRequest } from '#contract/requests.ts'
import { Refusal } from '#contract/refusal.ts'
import { openParentChannel } from '#workers/parent-channel.ts'
import { LOOK_BATCH, runLook } from './look.ts'
import type { ScoreFile } from '../scores/open-score.ts'
import type { FromLook, ToLook } from './look-messages.ts'
import { openLookRooms, shippedModel } from './look-room.ts'

const [resources, home] = process.argv.slice(2)
const { post, listen } = openParentChannel<FromLook, ToLook>()
const emit = ((name: string, event: unknown) => post({ type: 'event', name, event } as FromLook)) as Emit

const WARM_UP: LookRequest['schedule'] = { family: 'karras', levels: 2, sigma_max: 1, sigma_min: 0.1 }

async function openRooms() {
  const rooms = openLookRooms(await openCompute(), resources, home)
  // The first run of everything is slow; it is had here, before anyone waits for it.
  const first: LookRequest = { lookId: '', schedule: WARM_UP, sampler: { name: 'euler' }, n: LOOK_BATCH, seed: 0 }
  await runLook(
    await rooms.of({ model: shippedModel(resources), weights: 'ema' }),
    first,
    () => {},
    new AbortController().signal,
  )
  return rooms
}

const rooms = openRooms()
rooms.then(
  () => post({ type: 'ready' }),
  (error: Error) => post({ type: 'unable', message: error.message }),
)

let current: { lookId: string; abort: AbortController } | null = null
let turn = Promise.resolve()

/** One look at a time: a new one ends the one before it. */
function start(look: LookRequest, score: ScoreFile): void {
  current?.abort.abort()
  const mine = { lookId: look.lookId, abort: new AbortController() }
  current = mine
  turn = turn.then(async () => {
    const { signal } = mine.abort
    if (signal.aborted) return
    try {
      await runLook(await (await rooms).of(score), look, emit, signal)
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
  turn = turn.then(async () => post({ type: 'measured', info: measuredInfo((await rooms).compute) })).catch(() => {})
}

function hear(message: ToLook): void {
  if (message.type === 'look') start(message.look, message.score)
  else if (message.type === 'measure') measure()
  else if (current?.lookId === message.lookId) current.abort.abort()
}
listen(hear)
