/** Answers what a page asks of models. What opens a network is the desk's process; what there is stands in the folders. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { calibrateOptions } from '#contract/calibration.ts'
import { ledgerOptions } from '#contract/ledger.ts'
import { restorationOptions } from '#contract/restoration.ts'
import type { Emit, Handlers } from '#contract/requests.ts'
import type { ModelProgress, ModelService } from '#runs/models/model-service.ts'
import type { Uploads } from './uploads.ts'

type ModelRequests = Extract<keyof Handlers, `models/${string}`>
type Rooms = { models: ModelService; uploads: Uploads; emit: Emit }
type Source = { path?: string; upload?: string }

export function modelHandlers({ models, uploads, emit }: Rooms): Pick<Handlers, ModelRequests> {
  const tell =
    (source: string): ModelProgress =>
    (progress) =>
      emit('models/progress', { source, ...progress })

  /** What is wrong with an upload is said by the page's own names of its files. */
  async function from<T>({ path, upload }: Source, use: (path: string) => Promise<T>): Promise<T> {
    if (upload === undefined) return use(path!)
    try {
      return await use(uploads.pathOf(upload))
    } catch (error) {
      throw uploads.errorForPage(upload, error)
    }
  }

  return {
    'models/list': () => models.list(),
    'models/inspect': ({ card, ...source }) =>
      from(source, async (path) => {
        const { kind, guessed, missing } = await models.inspect(path, card)
        return { kind, guessed, missing }
      }),
    'models/import': ({ path, upload, ...request }) =>
      from({ path, upload }, (at) => models.import({ ...request, path: at }, tell(upload ?? path!))),
    'models/cancel': () => ({ cancelled: models.cancel() }),
    'models/remove': ({ reference }) => {
      models.remove(reference)
      return { removed: true }
    },
    'models/restore': ({ reference }) => models.restore(reference),
    'models/loss': ({ reference, ...request }) => models.loss(reference, request, tell(reference)),
    'models/ledger': ({ reference, ...request }) =>
      models.ledger(reference, ledgerOptions.parse(request), tell(reference)),
    'models/calibrate': (request) => models.calibrate(calibrateOptions.parse(request), tell('calibrate')),
    'models/restoration'({ upload, ...request }) {
      const asked = restorationOptions.parse(request)
      const made = (file?: { path: string; called: string }) => models.restoration(asked, file, tell('restoration'))
      return upload === undefined ? made() : from({ upload }, (path) => made({ path, called: basename(path) }))
    },
    async 'models/export'({ reference }) {
      const folder = mkdtempSync(join(tmpdir(), 'anneal-export-'))
      try {
        const { file, card, difference } = await models.export(reference, join(folder, 'network.onnx'), tell(reference))
        return { onnx: new Uint8Array(readFileSync(file)), card: readFileSync(card, 'utf8'), difference }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}
