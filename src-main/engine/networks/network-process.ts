/** The process that opens networks for the doors: a graph from elsewhere may end it, and then ends nothing else. */
import { carryError, type CarriedError } from '#workers/carried-error.ts'
import { openParentChannel } from '#workers/parent-channel.ts'
import { NETWORK_TASKS, type NetworkTasks, type Room, type Tell } from './network-tasks.ts'

/** `input` as the task of that name takes it; `NetworkDesk.ask` holds the two together. */
export type NetworkQuestion = { id: number; task: keyof NetworkTasks; input: unknown }
export type NetworkAnswer =
  | { id: number; value: unknown }
  | { id: number; progress: { stage: string; done: number; of: number } }
  | { id: number; error: CarriedError }

const [home, networks, anneal] = process.argv.slice(2)
const room: Room = { home, networks, anneal }
const { post, listen } = openParentChannel<NetworkAnswer, NetworkQuestion>()
// Ctrl-C in a terminal ends it with its parent, also in the middle of a graph: it holds nothing that is not whole or absent.

async function answer({ id, task, input }: NetworkQuestion): Promise<void> {
  let toldAt = -Infinity
  let last = ''
  const tell: Tell = (stage, done, of) => {
    if (stage === last && done < of && performance.now() - toldAt < 100) return
    toldAt = performance.now()
    last = stage
    post({ id, progress: { stage, done, of } })
  }
  try {
    const run = NETWORK_TASKS[task] as (input: unknown, room: Room, tell: Tell) => Promise<unknown>
    post({ id, value: await run(input, room, tell) })
  } catch (error) {
    post({ id, error: carryError(error) })
  }
}

let turn = Promise.resolve()
listen((question) => void (turn = turn.then(() => answer(question))))
