/** `networks import | list | show | loss | export | remove | restore`: bringing networks in, and taking them elsewhere. */
import { extname } from 'node:path'
import type { Command } from 'commander'
import type { Model } from '#contract/models.ts'
import { lossOptions, networkImportOptions } from '#contract/network-options.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { readCard } from '#engine/networks/read-card.ts'
import { callerPath } from '#files/caller-path.ts'
import type { ModelProgress } from '#runs/models/model-service.ts'
import { entropyRate } from '#theory/effort/information.ts'
import { publishedBitsText } from '#theory/effort/published-bits.ts'
import { addCommand, type Invocation } from './command.ts'
import { ledger, LEDGER_HELP } from './ledger-command.ts'
import { withModels } from './models.ts'
import { table, type Output } from './output.ts'
import { readWords, splitWords } from './words.ts'

const HELP = {
  import:
    'bring one in: FILE.onnx, or safetensors beside the config.json of a UNet2DModel [card=CARD.yaml] [name=...] [data=DATASET] [anyway=true] [parametrisation=eps ...]',
  loss: 'error at each noise level: NAME [data=DATASET] [n=128] [levels=12] [sigma_max=...] [sigma_min=...]',
}

export function addNetworkCommands(program: Command): void {
  const networks = program
    .command('networks')
    .description('networks: list, import, show, loss, ledger, export, remove')
    .exitOverride()
  addCommand(networks, 'list', 'all models: shipped, brought and trained', list)
  addCommand(networks, 'import', HELP.import, importOne)
  addCommand(networks, 'show', 'card, hash, size, lineage and probe: NAME', show)
  addCommand(networks, 'loss', HELP.loss, loss)
  addCommand(networks, 'ledger', LEDGER_HELP, ledger)
  addCommand(networks, 'export', 'write one as ONNX with a card: NAME --out FILE.onnx', exportOne, [
    ['--out <file>', 'where to'],
  ])
  addCommand(networks, 'remove', 'into the trash, for a month: NAME', remove)
  addCommand(networks, 'restore', 'out of the trash: NAME', restore)
}

async function list({ output }: Invocation): Promise<void> {
  await withModels((models) => {
    const all = models.list()
    output.answer({ models: all }, () =>
      table(
        ['name', 'what', 'origin', 'kind', 'images', 'parameters', 'hash'],
        all.map((model) => [
          model.origin === 'trained' ? `${model.reference} (${model.name})` : model.reference,
          model.role,
          model.origin,
          model.says,
          shapeText(model),
          model.parameters === null ? '' : String(model.parameters),
          model.hash?.slice(0, 12) ?? '',
        ]),
      ),
    )
  })
}

async function importOne({ words, output }: Invocation): Promise<void> {
  const { file, pairs } = splitWords(words)
  if (!file) throw new Refusal('Name the file to import, such as net.onnx.', { field: 'file' })
  const { card: cardFile, name, data, anyway, ...fields } = parse(networkImportOptions, readWords(pairs), 'Options')
  const card = { ...(cardFile === undefined ? {} : readCard(callerPath(cardFile))), ...fields }
  await withModels(async (models) => {
    const model = await models.import({ path: callerPath(file), card, name, data, anyway }, tell(output))
    for (const finding of model.probe?.findings ?? []) output.note(finding)
    output.answer(
      model,
      () =>
        `${model.reference}: ${model.says}, ${shapeText(model)}, hash ${model.hash?.slice(0, 12)}\n${probeText(model)}`,
    )
  })
}

async function show({ words, output }: Invocation): Promise<void> {
  const name = oneName(words)
  await withModels((models) => {
    const model = models.get(name)
    output.answer(model, () => JSON.stringify(model, null, 2))
  })
}

async function loss({ words, output }: Invocation): Promise<void> {
  const { file: name, pairs } = splitWords(words)
  if (!name) throw new Refusal('Name the network, such as mnist-unet.', { field: 'name' })
  const { data, n, levels, sigma_max: sigmaMax, sigma_min: sigmaMin } = parse(lossOptions, readWords(pairs), 'Options')
  await withModels(async (models) => {
    const found = await models.loss(name, { data, n, levels, sigmaMax, sigmaMin }, tell(output))
    const { value, low, high, told, sigma: least } = found.bits
    const published = publishedBitsText(found.dataset.name)
    output.answer(
      found,
      () =>
        `${table(
          ['sigma', 'rms error', 'mean square', 'entropy rate, bits'],
          found.levels.map((level) => [
            ...[level.sigma, level.rms, level.mse].map((number) => number.toPrecision(4)),
            entropyRate(level).toFixed(4),
          ]),
        )}\n${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}] bits a dimension of the images blurred by sigma = ${least.toPrecision(3)} (I-MMSE, an upper bound); ${told.toFixed(3)} of them tell the image${published === null ? '' : `\n${published}`}`,
    )
  })
}

async function exportOne({ words, options, output }: Invocation): Promise<void> {
  const name = oneName(words)
  if (typeof options.out !== 'string') throw new Refusal('Say where to write it: --out FILE.onnx', { field: 'out' })
  const out = callerPath(options.out)
  if (extname(out) !== '.onnx')
    throw new Refusal(`--out: an ONNX file ends in .onnx; got ${options.out}.`, { field: 'out' })
  await withModels(async (models) => {
    const written = await models.export(name, out, tell(output))
    output.answer(
      written,
      () =>
        `${written.file} (${written.bytes} bytes), within ${written.difference.toExponential(1)} of the network\n${written.card}`,
    )
  })
}

async function remove({ words, output }: Invocation): Promise<void> {
  const name = oneName(words)
  await withModels((models) => models.remove(name))
  output.answer(
    { removed: name },
    () => `${name} is in the trash for a month: anneal networks restore ${name} takes it out again.`,
  )
}

async function restore({ words, output }: Invocation): Promise<void> {
  const name = oneName(words)
  await withModels((models) => {
    const model = models.restore(name)
    output.answer(model, () => `${name} is back.`)
  })
}

function oneName(words: readonly string[]): string {
  if (words.length !== 1) throw new Refusal(`Name one network, got ${words.length}.`, { field: 'name' })
  return words[0]
}

const tell =
  (output: Output): ModelProgress =>
  ({ stage, done, of }) =>
    output.progress(of > 0 ? `${stage}: ${Math.floor((100 * done) / of)} %` : stage)

const shapeText = ({ shape }: Model) => (shape ? `${shape.height} x ${shape.width} x ${shape.channels}` : '')

function probeText({ probe }: Model): string {
  if (!probe) return 'written by Anneal: nothing to probe'
  const on = probe.data
    ? `noise and on images of ${probe.data.name}`
    : 'noise alone: no data set here has images of its shape'
  return probe.sound ? `probed on ${on}: it answers as its card says` : `probed on ${on}: its card is doubtful`
}
