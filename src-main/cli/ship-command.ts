/** `ship RUN FOLDER`: a finished training as what the program carries: averaged weights and a card that says where they come from. */
import { mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { Refusal } from '#contract/refusal.ts'
import type { RunDetail } from '#contract/run.ts'
import { callerPath } from '#files/caller-path.ts'
import type { History } from '#history/history.ts'
import { addCommand, type Invocation } from './command.ts'

export function addShipCommand(program: Command): void {
  addCommand(program, 'ship', 'averaged weights of a training run and their card: RUN FOLDER', ship)
}

async function ship({ words, output }: Invocation): Promise<void> {
  if (words.length !== 2) throw new Refusal('Give the run and the folder to write.', { field: 'folder' })
  const [reference, target] = words
  const { withRuns } = await import('./runs.ts')
  const { averagedWeights, hashFile } = await import('#engine/weights-file.ts')
  const { readRunFile } = await import('#history/run-folder.ts')
  const { writeJson, writeWhole } = await import('#files/write-whole.ts')
  await withRuns((service) => {
    const run = service.history.read.get(service.history.read.need(reference).id)
    if (run.kind !== 'train' && run.kind !== 'train-classifier')
      throw new Refusal(`Run ${run.number} trained nothing.`, { field: 'run' })
    const source = service.history.read.folderOf(run.id)
    const { checkpoint } = readRunFile(source)
    if (!checkpoint) throw new Refusal(`Run ${run.number} has no checkpoint yet.`, { field: 'run', code: 'not-found' })
    const folder = callerPath(target)
    mkdirSync(folder, { recursive: true })
    const weights = join(folder, 'weights.safetensors')
    writeWhole(weights, averagedWeights(join(source, checkpoint.file)))
    const log = readFileSync(join(source, 'log.txt'), 'utf8')
    const card = {
      ...cardOf(run, checkpoint.step, log),
      start: startOf(run, log),
      judged: judgedOf(run, service.history.read),
      weights_sha256: hashFile(weights),
    }
    writeJson(join(folder, 'card.json'), card)
    output.answer(card, () => `${weights}\n${JSON.stringify(card, null, 2)}`)
  })
}

function cardOf(run: RunDetail, step: number, log: string) {
  const { config, environment, results, startedAt, endedAt } = run
  const batch =
    config.kind === 'train' ? config.training.batch_size : config.kind === 'train-classifier' ? config.batch_size : 0
  return {
    name: run.name,
    kind: run.kind === 'train' ? 'network' : 'classifier',
    weights: 'ema',
    recipe: config.kind === 'train' ? { ...config, initial: config.initial && basename(config.initial) } : config,
    seed: run.seed,
    steps: step,
    images_seen: step * batch,
    parameters: Number(/(\d+) parameters/.exec(log)?.[1]) || null,
    dataset_hash: /hash ([0-9a-f]{12})/.exec(log)?.[1] ?? null,
    seconds: startedAt && endedAt ? Math.round((endedAt - startedAt) / 1000) : null,
    environment,
    results,
  }
}

/** Every evaluation of samples that were drawn with these weights. */
function judgedOf({ id }: RunDetail, { childrenOf, get }: History['read']) {
  return childrenOf(id).flatMap((drawn) => {
    const { config } = get(drawn.id)
    if (config.kind !== 'sample') return []
    const { schedule, sampler, n, seed } = config
    return childrenOf(drawn.id)
      .map((child) => get(child.id))
      .filter(({ kind, results }) => kind === 'evaluate' && results.length > 0)
      .map(({ results }) => ({ schedule, sampler, n, seed, results }))
  })
}

/** What a training went on from: the file and the beginning of its hash, as the run's log has them. */
function startOf({ config }: RunDetail, log: string): { file: string; hash: string } | null {
  if (config.kind !== 'train' || config.initial === undefined) return null
  return { file: basename(config.initial), hash: /averaged weights of .* \(([0-9a-f]+)\)/.exec(log)?.[1] ?? '' }
}
