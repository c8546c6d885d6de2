/** Runs the contenders of a row side by side, each in a process of its own, one call at a time in turn. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { busySeconds, memoryMB, usedSeconds } from '../machine.ts'

export type Contender = {
  name: string
  /** Loss of the first step, or mean square of the first output: what must agree before times are worth comparing. */
  first: number
  version: string
  flops?: number
  /** Of each round; all contenders have as many. */
  seconds: number[]
  /** Cores that other processes used meanwhile. */
  others: number[]
  peakMB: number
}

type Answer = { first?: number; version?: string; flops?: number; seconds?: number } & Record<string, number | string>

const folder = import.meta.dirname
/** Above this a round is disturbed, and done again as long as there is patience. */
const DISTURBED = 0.15
/** So that threads which spin after a call do not reach into the next contender's. */
const PAUSE_MILLISECONDS = 100

export type Task = { row: string; rowFile: string; tensorsFile: string; python: string }

/** Rounds until `rounds` undisturbed ones are there or `seconds` have passed; then the least disturbed ones are kept. */
export async function contest(
  names: readonly string[],
  task: Task,
  rounds: number,
  seconds: number,
): Promise<Contender[]> {
  const runners: { contender: Contender; process: Process }[] = []
  const ended = Date.now() + seconds * 1000
  try {
    for (const name of names) {
      const child = start(name, task)
      const { first, version, flops } = await child.answer()
      const contender = { name, first: first!, version: version!, flops, seconds: [], others: [], peakMB: 0 }
      runners.push({ contender, process: child })
      process.stderr.write(`  ${name} is ready: ${first}\n`)
    }
    const contenders = runners.map(({ contender }) => contender)
    const calm = () =>
      contenders[0].others.filter((_, i) => contenders.every(({ others }) => others[i] <= DISTURBED)).length
    do {
      for (const { contender, process: child } of runners) {
        await sleep(PAUSE_MILLISECONDS)
        const { seconds: taken, others } = await timed(child)
        contender.seconds.push(taken)
        contender.others.push(others)
      }
    } while (calm() < rounds && Date.now() < ended)
    for (const { contender, process: child } of runners) contender.peakMB = memoryMB(child.pid).peak
    return keepCalmest(contenders, rounds)
  } finally {
    for (const { process: child } of runners) child.end()
  }
}

/** One call, and the cores that all other processes used in its time. */
async function timed(child: Process): Promise<{ seconds: number; others: number }> {
  const [busy, own, began] = [busySeconds(), usedSeconds(child.pid), performance.now()]
  child.go()
  const { seconds } = await child.answer()
  const elapsed = (performance.now() - began) / 1000
  const others = busy === null ? 0 : (busySeconds()! - busy - (usedSeconds(child.pid) - own)) / elapsed
  return { seconds: seconds!, others: Math.max(0, others) }
}

/** The rounds in which the others used least, in their order: the same for all, so that pairs stay pairs. */
function keepCalmest(contenders: Contender[], rounds: number): Contender[] {
  const worst = contenders[0].others.map((_, i) => Math.max(...contenders.map(({ others }) => others[i])))
  const kept = worst
    .map((others, i) => ({ others, i }))
    .toSorted((a, b) => a.others - b.others)
    .slice(0, rounds)
    .map(({ i }) => i)
    .toSorted((a, b) => a - b)
  const pick = (values: number[]) => kept.map((i) => values[i])
  return contenders.map((contender) => ({
    ...contender,
    seconds: pick(contender.seconds),
    others: pick(contender.others),
  }))
}

type Process = { pid: number; go(): void; answer(): Promise<Answer>; end(): void }

export function start(name: string, { row, rowFile, tensorsFile, python }: Task): Process {
  const isPython = name.startsWith('torch') || name === 'numpy'
  const child: ChildProcess = isPython
    ? spawn(python, [join(folder, '../torch/contender.py'), name, rowFile, tensorsFile], STREAMS)
    : spawn(process.execPath, [join(folder, 'contender.ts'), name, row, tensorsFile], STREAMS)
  let said = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)))
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return {
    pid: child.pid!,
    go: () => void child.stdin!.write('go\n'),
    async answer() {
      const { value, done } = await lines.next()
      if (done) throw new Error(`${name} ended before its answer: ${said}`)
      return JSON.parse(value as string) as Answer
    },
    end: () => void child.kill(),
  }
}

const STREAMS = { stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] }
