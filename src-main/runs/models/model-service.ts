/** All that a door needs of models: the list, a file in, a network out, how well it denoises, the trash. */
import type { CardDraft } from '#contract/complete-card.ts'
import type { ModelFile } from '#contract/engine.ts'
import type { CalibrateOptions, Calibration } from '#contract/calibration.ts'
import type { ErrorLedger, LedgerOptions } from '#contract/ledger.ts'
import type { LossBySigma, Model } from '#contract/models.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Restoration, RestorationOptions } from '#contract/restoration.ts'
import type { Exported } from '#engine/networks/export-network.ts'
import type { ImportRequest } from '#engine/networks/import-network.ts'
import type { NetworkDesk } from '#engine/networks/network-desk.ts'
import type { Inspected } from '#engine/networks/network-tasks.ts'
import { openFolderTrash } from '#history/folder-trash.ts'
import type { Surroundings } from '../references.ts'
import { calibrateTask, scheduleOf } from './calibrate-request.ts'
import { restorationTask } from './restoration-request.ts'
import { findModel, jobInput } from './find-model.ts'
import { ledgerTask } from './ledger-request.ts'
import { listModels, needModel } from './list-models.ts'

export type ModelProgress = (progress: { stage: string; done: number; of: number }) => void
export type LossRequest = { data?: string; n?: number; levels?: number; sigmaMax?: number; sigmaMin?: number }
export type ModelService = ReturnType<typeof openModelService>

const LOSS = { n: 128, levels: 12 }
/** In half widths of the data range, where a network does not say what it was trained at. */
const SPAN = { sigmaMax: 20, sigmaMin: 0.01 }

export function openModelService(from: Surroundings, desk: NetworkDesk) {
  const trash = openFolderTrash(from.history.home.networks, { what: 'imported network', field: 'name' })

  /** A network by what a configuration would call it, opened by whoever is handed this; refused where it has no weights yet. */
  function fileOf(reference: string, field = 'network'): ModelFile {
    const { model } = jobInput(findModel(reference, field, 'train', from), from)
    if (model) return model
    throw new Refusal(`${field}: ${reference} has no weights yet: train it, or name another network.`, {
      field,
      code: 'not-found',
    })
  }

  return {
    fileOf,
    list: (): Model[] => listModels(from),
    get: (reference: string): Model => needModel(reference, from),
    inspect: (path: string, card: CardDraft): Promise<Inspected> => desk.ask('inspect', { path, card }),

    async import(request: ImportRequest, onProgress?: ModelProgress): Promise<Model> {
      if (request.name !== undefined) checkFree(request.name)
      const { name } = await desk.ask('import', request, onProgress)
      return needModel(name, from)
    },

    async loss(
      reference: string,
      { data, n = LOSS.n, levels = LOSS.levels, ...ends }: LossRequest,
      onProgress?: ModelProgress,
    ): Promise<LossBySigma> {
      const model = fileOf(reference, 'name')
      const { sigmas, dataRange } = needModel(reference, from)
      const half = dataRange ? (dataRange[1] - dataRange[0]) / 2 : 1
      const sigmaMax = ends.sigmaMax ?? sigmas?.sigmaMax ?? SPAN.sigmaMax * half
      const sigmaMin = ends.sigmaMin ?? sigmas?.sigmaMin ?? SPAN.sigmaMin * half
      if (!(sigmaMax > sigmaMin && sigmaMin > 0))
        throw new Refusal(`sigma_max must be above sigma_min, got ${sigmaMax} and ${sigmaMin}.`, { field: 'sigma_max' })
      return desk.ask('loss', { model, data, n, levels, sigmaMax, sigmaMin }, onProgress)
    },

    /** Score error by noise level, and what each part of a sampler costs in W2 with it. */
    async ledger(reference: string, asked: LedgerOptions, onProgress?: ModelProgress): Promise<ErrorLedger> {
      const model = needModel(reference, from)
      return desk.ask('ledger', ledgerTask(model, fileOf(reference, 'name'), asked, from), onProgress)
    },

    /** Fits a schedule to a network or an exact score; kept among the saved ones, with its evidence, where that is asked. */
    async calibrate(
      request: CalibrateOptions,
      onProgress?: ModelProgress,
    ): Promise<Calibration & { saved: string | null }> {
      const found = await desk.ask('calibrate', calibrateTask(request, fileOf, from), onProgress)
      const saved = request.save ? from.history.saveSchedule(scheduleOf(found)) : null
      return { ...found, saved: saved?.id ?? null }
    },

    /** Takes a corruption back from one picture, an image of a data set or a `file`. */
    restoration(
      request: RestorationOptions,
      file?: { path: string; called: string },
      onProgress?: ModelProgress,
    ): Promise<Restoration> {
      return desk.ask('restoration', restorationTask(request, file, fileOf, from), onProgress)
    },

    export(reference: string, out: string, onProgress?: ModelProgress): Promise<Exported> {
      const model = fileOf(reference, 'name')
      const { name, sigmas, licence, source, role } = needModel(reference, from)
      if (role !== 'network')
        throw new Refusal(`${reference} is a ${role}; only networks are exported.`, { field: 'name' })
      return desk.ask('export', { model, notes: { name, sigmas, licence, source }, out }, onProgress)
    },

    cancel: (): boolean => desk.cancel(),

    remove(name: string): void {
      const user = [...from.history.read.queue(), ...from.history.read.open()].find((run) => {
        const config = from.history.read.configOf(run.id)
        return config.kind === 'sample' && config.network === name
      })
      if (user)
        throw new Refusal(`Run ${user.number} is ${user.state} and samples with ${name}. Cancel it first.`, {
          field: 'name',
          code: 'conflict',
        })
      const model = listModels(from).find(({ reference }) => reference === name)
      if (model && model.origin !== 'brought')
        throw new Refusal(
          model.origin === 'shipped'
            ? `${name} ships with the program and stays.`
            : `${name} is a run: move the run to the trash.`,
          { field: 'name' },
        )
      trash.remove(name)
    },

    restore(name: string): Model {
      trash.restore(name)
      return needModel(name, from)
    },
  }

  /** A name that means something else already would never be found. */
  function checkFree(name: string): void {
    const taken = listModels(from).find(({ reference, origin }) => reference === name && origin !== 'brought')
    if (taken)
      throw new Refusal(`name: ${name} ships with the program. Give this network another name.`, {
        field: 'name',
        code: 'conflict',
      })
  }
}
