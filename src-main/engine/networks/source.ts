/** A network's file from elsewhere: which of the kinds that can be read it is, and what it tells of itself. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type { OnnxSummary } from '#compute/onnx/inspect.ts'
import { readOnnxSummary } from '#compute/onnx/onnx-file.ts'
import { readSafetensorsHeader } from '#files/safetensors-header.ts'
import type { CardDraft } from '#contract/complete-card.ts'
import { Refusal } from '#contract/refusal.ts'
import { parseUnet2dConfig, type Unet2dConfig } from '#contract/unet2d.ts'
import { guessOnnxCard, guessUnet2dCard } from './guess-card.ts'
import { readCard } from './read-card.ts'
import { readJson } from './read-json.ts'

export type NetworkSource =
  | { kind: 'onnx'; file: string; guessed: CardDraft; summary: OnnxSummary; files: string[] }
  | { kind: 'unet2d'; file: string; guessed: CardDraft; config: Unet2dConfig; files: string[] }
  /** Written by Anneal itself: it says all that a card would. */
  | { kind: 'anneal'; file: string; files: string[] }

const PICKLES = ['.pt', '.pth', '.ckpt', '.pkl', '.pickle', '.bin']
const READ = ['.onnx', '.safetensors']

/** One line that a researcher can run where the file is trusted. */
const CONVERT =
  "python -c \"import torch; net = torch.load('FILE', weights_only=False).eval(); torch.onnx.export(net, (torch.randn(2, 3, 32, 32), torch.ones(2)), 'net.onnx', input_names=['x', 'sigma'], output_names=['y'], dynamic_axes={n: {0: 'B'} for n in ('x', 'sigma', 'y')})\""

/** `path`: the file, or a folder with one such file in it. `files`: all that belongs to the network, by name within its folder. */
export function readNetworkSource(path: string): NetworkSource {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new Refusal(`There is no file ${path}.`, { field: path, code: 'not-found' })
  const file = found.isDirectory() ? onlyNetworkIn(path) : path
  const extension = extname(file).toLowerCase()
  if (PICKLES.includes(extension)) refusePickle(file)
  if (extension === '.onnx') {
    const summary = readOnnxSummary(file)
    const guessed = { ...guessOnnxCard(summary), ...cardBeside(file) }
    return { kind: 'onnx', file, guessed, summary, files: summary.external }
  }
  if (extension === '.safetensors') return readSafetensorsSource(file)
  throw new Refusal(
    `${file} is neither .onnx nor .safetensors; networks are read in no other form. Export it as ONNX: ${CONVERT}`,
    { field: file, code: 'unsupported' },
  )
}

function readSafetensorsSource(file: string): NetworkSource {
  const { metadata } = readSafetensorsHeader(file)
  if (metadata.format?.startsWith('anneal-network')) return { kind: 'anneal', file, files: [] }
  const beside = join(dirname(file), 'config.json')
  if (!existsSync(beside))
    throw new Refusal(
      `${file} holds tensors alone: put the config.json of diffusers' UNet2DModel beside it, or export the network to ONNX.`,
      { field: file, code: 'not-found' },
    )
  const config = parseUnet2dConfig(readJson(beside), beside)
  const guessed = { ...guessUnet2dCard(config, file), ...cardBeside(file) }
  return { kind: 'unet2d', file, guessed, config, files: ['config.json'] }
}

/** `net.card.yaml` beside `net.onnx`, as our exports have it, or the one `card.yaml` of a folder. */
function cardBeside(file: string): CardDraft {
  const own = file.slice(0, -extname(file).length)
  const found = [`${own}.card.yaml`, join(dirname(file), 'card.yaml')].find((path) => existsSync(path))
  return found === undefined ? {} : readCard(found)
}

function onlyNetworkIn(folder: string): string {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'))
  const networks = names.filter((name) => READ.includes(extname(name).toLowerCase()))
  if (networks.length === 1) return join(folder, networks[0])
  const pickle = names.find((name) => PICKLES.includes(extname(name).toLowerCase()))
  if (networks.length === 0 && pickle !== undefined) refusePickle(join(folder, pickle))
  const what =
    networks.length === 0 ? 'no .onnx or .safetensors file' : `${networks.length} networks (${networks.join(', ')})`
  throw new Refusal(`${folder} holds ${what}. Name the one file to import.`, { field: folder })
}

function refusePickle(file: string): never {
  throw new Refusal(
    `${file} is a pickle, which can run any code when it is opened, so Anneal opens none. Where you trust it, convert it in one line: ${CONVERT.replace('FILE', file)}`,
    { field: file, code: 'unsupported' },
  )
}
