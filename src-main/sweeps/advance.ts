/**
 * One look at a sweep by the process that holds its lock: what became of its runs is written down, and the next are started. Whatever
 * is killed between two lines, the next look goes on: a run's id is written before the run is made, so that none is made twice.
 */
import { randomUUID } from 'node:crypto'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import { isHeld } from '#files/write-whole.ts'
import type { RunService } from '#runs/run-service.ts'
import { isOpen } from '#runs/run-state.ts'
import { askAgain } from './ask-again.ts'
import { configOfCell } from './cell-config.ts'
import { heedRun } from './heed-run.ts'
import {
  type CellRun,
  type CellsFile,
  isSettled,
  NEW_CELL,
  type Plan,
  readCells,
  readWanted,
  writeCells,
} from './sweep-folder.ts'

/** Runs of one sweep that are queued or at work: one waits while another runs, so that the queue is never without. */
const AHEAD = 2

/** A finished run that is what the configuration asks for, none of those `taken`; null where there is none. */
export type FindFinished = (config: object, taken: ReadonlySet<string>) => Promise<RunRecord | null>
export type SweepWork = { folder: string; number: number; plan: Plan }

/** Whether anything has changed. Rejects where it cannot be written now; the next look tries again. */
export async function advance(
  { folder, number, plan }: SweepWork,
  service: RunService,
  findFinished: FindFinished | null,
): Promise<boolean> {
  const { find } = service.history.read
  const { wanted, ...asked } = readWanted(folder)
  const file = readCells(folder)
  if (isSettled(file, asked)) return false
  const before = JSON.stringify(file)
  let written = before
  const keep = () => {
    const now = JSON.stringify(file)
    if (now !== written) writeCells(folder, file)
    written = now
  }
  const room = { service, wanted, keep }
  const configOf = (cell: Cell) => configOfCell(cell, file, find, number)

  /** What is refused of one run is a hole; a full disk and a history that is held are of all, and pass. */
  function orHole(entry: CellRun, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'no-space' || isHeld(error)) throw error
      Object.assign(entry, { ended: 'failed', reason: error.message } satisfies Partial<CellRun>)
    }
  }
  const start = (cell: Cell, entry: CellRun) => service.startRun(configOf(cell), { id: entry.run! })

  for (const id of askAgain(file, asked)) delete file.cells[id]
  let open = 0
  for (const cell of plan.cells) {
    const entry = file.cells[cell.id]
    if (!entry || entry.ended) continue
    const run = entry.run === null ? null : find(entry.run)
    if (run) orHole(entry, () => heedRun(entry, run, room))
    // Its id was written, and then the program was killed.
    else if (wanted === 'going' && entry.run !== null) orHole(entry, () => start(cell, entry))
    else if (wanted !== 'paused') delete file.cells[cell.id]
    const now = entry.run === null ? null : find(entry.run)
    if (!now || entry.ended || now.state === 'cancelled') continue
    open++
    if (wanted === 'going' && isOpen(now.state)) service.adopt(now.id)
  }

  let next = wanted === 'going' ? nextCell(plan, file) : undefined
  for (; next && open < AHEAD; next = nextCell(plan, file)) {
    const entry = (file.cells[next.id] = { ...NEW_CELL })
    const there = findFinished && (await sought(() => findFinished(configOf(next!), runsOf(file))))
    if (there) {
      Object.assign(entry, { run: there.id, reused: true, ended: 'finished' } satisfies Partial<CellRun>)
      continue
    }
    entry.run = randomUUID()
    keep()
    const cell = next
    orHole(entry, () => start(cell, entry))
    if (!entry.ended) open++
  }
  file.settled = open === 0 && !next && wanted !== 'paused'
  keep()
  return written !== before
}

/** Cells differ in what varies, so that no two have one run. */
const runsOf = ({ cells }: CellsFile) => new Set(Object.values(cells).flatMap(({ run }) => run ?? []))

/** What is refused here is refused at the start too, and becomes a hole there. */
async function sought(find: () => Promise<RunRecord | null>): Promise<RunRecord | null> {
  try {
    return await find()
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Of the cells that can start, one of the last step, so that a row of the table is whole before the next is begun. */
function nextCell({ steps, cells }: Plan, file: CellsFile): Cell | undefined {
  for (const { name } of steps.toReversed()) {
    const found = cells.find(
      ({ id, step, needs }) =>
        step === name &&
        !Object.hasOwn(file.cells, id) &&
        Object.values(needs).every((needed) => file.cells[needed]?.ended === 'finished'),
    )
    if (found) return found
  }
  return undefined
}
