/** A network from elsewhere into the data folder: opened, probed by its card, copied whole. */
import { constants, copyFileSync, fsyncSync, mkdirSync, openSync, closeSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { stringify } from 'yaml'
import type { Tf } from '#compute/tf.ts'
import { toSnake } from '#contract/casing.ts'
import { demandCard, type CardDraft } from '#contract/complete-card.ts'
import type { BroughtFile, ProbeRecord } from '#contract/models.ts'
import type { NetworkCard, NetworkCardConfig } from '#contract/network-card.ts'
import { Refusal } from '#contract/refusal.ts'
import { probeCard, type ProbeReport } from '#diffusion/scores/diagnose-card.ts'
import { type BroughtNetwork, checkName, saveBrought } from '#history/network-store.ts'
import { writeWhole } from '#files/write-whole.ts'
import { readNetworkFile } from '../network-file.ts'
import { openAnswer } from './brought-network.ts'
import { imagesFor, type NamedImages } from './probe-images.ts'
import { type NetworkSource, readNetworkSource } from './source.ts'

export type ImportRequest = {
  path: string
  /** Fields of a card; what the file tells need not be there. */
  card: CardDraft
  name?: string
  /** Data set whose images the probe asks about. */
  data?: string
  /** Import it although the probe found its card unsound; what it found stays on record. */
  anyway?: boolean
}
export type ImportRoom = {
  tf: Tf
  home: string
  networks: string
  anneal: string
  tell(stage: string, done?: number, of?: number): void
}

const PROBE_IMAGES = 16

export async function importNetwork(request: ImportRequest, room: ImportRoom): Promise<BroughtNetwork> {
  room.tell('reading')
  const source = readNetworkSource(request.path)
  const name = request.name ?? nameOf(request.card.name ?? source.file)
  checkName(name)
  const opened = source.kind === 'anneal' ? readOwn(source.file) : await readForeign(source, request, room)
  room.tell('copying')
  return saveBrought(room.networks, name, async (folder) => {
    const file = source.kind === 'onnx' ? 'model.onnx' : 'model.safetensors'
    copy(source.file, join(folder, file))
    for (const beside of source.files) copy(join(dirname(source.file), beside), join(folder, beside))
    if (opened.card) writeWhole(join(folder, 'card.yaml'), stringify(opened.card))
    const bytes = [file, ...source.files].reduce((sum, each) => sum + statSync(join(folder, each)).size, 0)
    const { kind } = source
    return { kind, file, bytes, ...opened, source: basename(source.file), importedAt: Date.now(), anneal: room.anneal }
  })
}

type Opened = Pick<BroughtFile, 'parameters' | 'card' | 'probe'>

function readOwn(file: string): Opened {
  const { tensors } = readNetworkFile(file)
  const averaged = [...tensors].filter(([name]) => name.startsWith('ema/'))
  return { parameters: averaged.reduce((sum, [, { data }]) => sum + data.length, 0), card: null, probe: null }
}

async function readForeign(
  source: Exclude<NetworkSource, { kind: 'anneal' }>,
  { card: given, data, anyway }: ImportRequest,
  { tf, home, tell }: ImportRoom,
): Promise<Opened> {
  const { licence, source: origin, ...read } = demandCard(given, source.guessed, source.file)
  const card: NetworkCard = { ...read, ...(licence && { licence }), ...(origin && { source: origin }) }
  const images = await imagesFor(card.shape, data, home)
  tell('opening')
  const answer = openAnswer(tf, source.kind, source.file, card)
  try {
    tell('probing')
    const report = probeCard(tf, answer.raw, card, (range) => images && images.in(range, PROBE_IMAGES), {
      otherwise: !anyway,
      tell: (done, of) => tell('trying other readings', done, of),
    })
    if (!report.sound && !anyway) refuse(source.file, report)
    return {
      parameters: answer.parameterCount,
      card: toSnake(card) as NetworkCardConfig,
      probe: recordOf(report, images),
    }
  } finally {
    answer.dispose()
  }
}

function refuse(file: string, { findings, likely }: ProbeReport): never {
  throw new Refusal(
    `${file} does not behave as its card says. ${findings.join(' ')} Mend the card, or import it as it is with anyway=true.`,
    { field: likely?.field ?? 'card', code: 'conflict' },
  )
}

const recordOf = ({ sound, checks, findings }: ProbeReport, images: NamedImages | null): ProbeRecord => ({
  sound,
  checks: checks.map((check) => ({ ...check, value: Number.isFinite(check.value) ? check.value : null })),
  findings,
  data: images && { name: images.name, hash: images.hash },
})

/** Whole and onto the disk, sharing blocks where the file system can. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to, constants.COPYFILE_FICLONE)
  const file = openSync(to, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** `Net v1.onnx` -> `net-v1`; a file called model or diffusion_pytorch_model is called as its folder. */
function nameOf(given: unknown): string {
  const path = String(given)
  const own = basename(path, extname(path))
  const telling = /^(model|network|diffusion_pytorch_model.*|unet|weights)$/i.test(own) ? basename(dirname(path)) : own
  return telling.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40).replace(/^(\d+)$/, 'network-$1') || 'network' // prettier-ignore
}
