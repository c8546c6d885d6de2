/** What a first task says of its node: whether it sees the sweep's folder and data, and what it would compute with. */
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { writeJson } from '#files/write-whole.ts'
import { readJson } from '#history/run-folder.ts'
import { readWork, type WorkFile } from '../shared/shared-folder.ts'

const probeFile = z.strictObject({
  host: z.string(),
  anneal: z.string(),
  code: z.string(),
  library: z.string(),
  /** Its clock, less that of the file server, in seconds. */
  clock: z.number(),
  missing: z.array(z.string()),
})
export type Probe = z.output<typeof probeFile>

const pathOf = (folder: string) => join(folder, 'probe.json')

/** Null until a node has answered. */
export const readProbe = (folder: string): Probe | null =>
  existsSync(pathOf(folder)) ? parse(probeFile, readJson(pathOf(folder)), pathOf(folder)) : null

export const forgetProbe = (folder: string): void => rmSync(pathOf(folder), { force: true })

/** On a node. Refuses, in the sentence that the submitter shows, what would make every task fail. */
export function probe(folder: string, program: Pick<WorkFile, 'anneal' | 'code' | 'library'>): Probe {
  const work = readWork(folder)
  const mark = join(folder, 'logs', `clock-${process.pid}.json`)
  mkdirSync(join(folder, 'logs'), { recursive: true })
  const now = Date.now()
  writeJson(mark, { at: now })
  const clock = Math.round((now - statSync(mark).mtimeMs) / 100) / 10
  rmSync(mark)
  const found: Probe = { host: hostname(), ...program, clock, missing: work.paths.filter((path) => !existsSync(path)) }
  writeJson(pathOf(folder), found)
  const [fault] = probeFaults(found, work)
  if (fault) throw new Refusal(fault, { field: 'probe', code: 'unsupported' })
  return found
}

/** What makes tasks of this node useless, in sentences. */
export const probeFaults = ({ host, anneal, code, missing }: Probe, work: WorkFile): string[] => [
  ...(code === work.code
    ? []
    : [
        `${host} runs Anneal ${anneal}${anneal === work.anneal ? ' with other code' : ''}, and the sweep was begun with ${work.anneal}: let both run the same.`,
      ]),
  ...(missing.length === 0
    ? []
    : [`${host} does not see ${missing.join(', ')}: put it on a disk that all nodes share.`]),
]

/** Seconds between two clocks that are worth a word. */
const CLOCKS_APART = 5

/** What people should know, though it stops nothing. */
export const probeNotes = ({ host, library, clock }: Probe, work: WorkFile): string[] => [
  ...(library === work.library
    ? []
    : [
        `${host} has ${library}, and this machine ${work.library}: numbers may differ in their last digits, and a run is only gone on with where its library is the same.`,
      ]),
  ...(Math.abs(clock) <= CLOCKS_APART
    ? []
    : [
        `The clock of ${host} is ${Math.abs(clock)} s ${clock > 0 ? 'ahead of' : 'behind'} that of the shared disk: times of runs are off by as much, and nothing else is.`,
      ]),
]
