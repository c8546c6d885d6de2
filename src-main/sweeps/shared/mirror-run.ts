/** Follows the folder of a run that another machine writes: the history's own folder of that run grows along, and at its end is a whole copy. */
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { checkManifest } from '#files/manifest.ts'
import { writeWhole } from '#files/write-whole.ts'
import { parseMetricLines } from '#history/metric-lines.ts'
import { readJson, readRunFile, readRunFolder, type RunFile, stampOf } from '#history/run-folder.ts'
import type { RunService } from '#runs/run-service.ts'
import { copyTree } from './copy-tree.ts'
import { previewOf } from './live-preview.ts'
import type { SharedRun } from './shared-folder.ts'

/** Bytes that have been taken over of what only grows; what it looked like at the last look. */
type Seen = { metrics: number; log: number; stamp: string }
const ENDED: ReadonlySet<string> = new Set(['finished', 'failed', 'cancelled'])
const SMALL = ['env.json', 'made-from.json', 'results.json']

/** `elsewhere`: who computes, for people: `sweep 3 on slurm`. */
export function openMirror(shared: string, service: RunService, elsewhere: string) {
  const { history } = service
  const seen = new Map<string, Seen>()

  /** The run as it is in the history now; null of one that has only just been made. `reason`: what is known of one without an engine. */
  async function mirror({ folder }: SharedRun, reason: string | null = null): Promise<RunRecord | null> {
    const source = join(shared, 'runs', folder)
    const theirs = readRunFile(source)
    const mine = history.read.find(theirs.id)
    if (mine && ENDED.has(mine.state) && !isElsewhere(mine.id)) return mine
    if (!mine && theirs.state === 'queued') return null
    const { id } = mine ?? create(source, folder, theirs)
    const own = history.read.folderOf(id)
    const before = seen.get(id) ?? takeWhole(id, source, own)
    const stamp = `${stampOf(source)} ${reason ?? ''}`
    const now: Seen = {
      ...before,
      metrics: grow(id, source, before.metrics, theirs),
      log: tell(id, source, own, before.log),
      stamp,
    }
    seen.set(id, now)
    showPreview(id, source)
    if (ENDED.has(theirs.state)) return end(id, source, own, theirs)
    if (stamp !== before.stamp) follow(id, source, own, theirs, reason)
    return history.read.need(id)
  }

  const isElsewhere = (id: string) => readRunFile(history.read.folderOf(id)).elsewhere !== undefined

  function create(source: string, folder: string, theirs: RunFile): RunRecord {
    const { config, meta } = readRunFolder(join(shared, 'runs'), folder)
    const schedule = join(source, 'schedule.json')
    const { parents, steps, scheduleHash, anneal } = theirs
    const run = history.create({
      id: theirs.id,
      name: meta.name,
      config,
      configText: readFileSync(join(source, 'config.yaml'), 'utf8'),
      parents,
      steps,
      scheduleHash,
      anneal,
      ...(existsSync(schedule) && { schedule: readJson(schedule) }),
      follows: { ...theirs, state: 'running', reason: null, endedAt: null, elsewhere },
    })
    service.relay('runs/changed', run)
    return run
  }

  /** At the first look of this process: what there is, as it is. */
  function takeWhole(id: string, source: string, own: string): Seen {
    const [metrics, log] = ['metrics.jsonl', 'log.txt'].map((name) => {
      const path = join(source, name)
      if (!existsSync(path)) return 0
      const bytes = wholeLines(readFileSync(path))
      writeWhole(join(own, name), bytes)
      return bytes.length
    })
    history.reindex(id)
    return { metrics, log, stamp: '' }
  }

  function grow(id: string, source: string, from: number, { steps }: RunFile): number {
    const bytes = linesFrom(join(source, 'metrics.jsonl'), from)
    if (bytes.length === 0) return from
    const { step, points } = parseMetricLines(bytes.toString('utf8').split('\n').slice(0, -1))
    history.tick(id, { step, steps, points })
    return from + bytes.length
  }

  function tell(id: string, source: string, own: string, from: number): number {
    const bytes = linesFrom(join(source, 'log.txt'), from)
    if (bytes.length === 0) return from
    appendFileSync(join(own, 'log.txt'), bytes)
    for (const line of bytes.toString('utf8').split('\n').slice(0, -1)) {
      const [at, level, ...words] = line.split(' ')
      if (level === 'info' || level === 'warning' || level === 'error')
        service.relay('runs/log', { id, level, text: words.join(' '), at: Date.parse(at) || Date.now() })
    }
    return from + bytes.length
  }

  const shown = new Map<string, string>()
  function showPreview(id: string, source: string): void {
    const preview = previewOf(source, shown.get(id))
    if (!preview) return
    shown.set(id, preview.stamp)
    service.relay('runs/preview', { id, ...preview.preview })
  }

  function follow(id: string, source: string, own: string, theirs: RunFile, reason: string | null): void {
    for (const name of SMALL) {
      const path = join(source, name)
      if (existsSync(path)) writeWhole(join(own, name), readFileSync(path))
    }
    // Between two engines it is neither queued here nor at an end.
    const state = theirs.state === 'queued' ? 'interrupted' : theirs.state
    const lost = reason !== null && state === 'running'
    const changed = history.update(id, () => ({
      ...lifeOf(theirs),
      state: lost ? 'interrupted' : state,
      reason: reason ?? theirs.reason,
    }))
    service.relay('runs/changed', changed!)
  }

  async function end(id: string, source: string, own: string, theirs: RunFile): Promise<RunRecord> {
    await copyTree(source, own)
    const [problem] = theirs.state === 'finished' ? await checkManifest(own) : []
    if (problem) {
      const message = `${join(source, problem.path)} came back ${problem.problem}, not as its task wrote it: it is fetched again at the next look.`
      throw new Refusal(message, { field: source, code: 'damaged' })
    }
    history.update(id, () => ({ ...lifeOf(theirs), elsewhere: undefined }))
    history.reindex(id)
    seen.delete(id)
    const run = history.read.need(id)
    service.relay('runs/changed', run)
    return run
  }

  return mirror
}

const lifeOf = ({ state, reason, startedAt, endedAt, steps, starts, crashesAtStart, checkpoint }: RunFile) => ({
  state,
  reason,
  startedAt,
  endedAt,
  steps,
  starts,
  crashesAtStart,
  checkpoint,
})

function linesFrom(path: string, from: number): Buffer {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return size > from ? wholeLines(readFileSync(path).subarray(from)) : Buffer.alloc(0)
}

const wholeLines = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf(10) + 1)
