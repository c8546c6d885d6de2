/** What the process for networks does when asked, one task at a time. */
import { openCompute, type Compute } from '#compute/backend.ts'
import type { ModelFile } from '#contract/engine.ts'
import { completeCard, type CardDraft, type MissingField } from '#contract/complete-card.ts'
import { type Camel, toCamel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { ErrorLedger } from '#contract/ledger.ts'
import type { LossBySigma } from '#contract/models.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Restoration } from '#contract/restoration.ts'
import type { BroughtNetwork } from '#history/network-store.ts'
import type { Calibration } from '#contract/calibration.ts'
import { calibrateTask, type CalibrateTask } from './calibrate-task.ts'
import { errorLedger, type LedgerAsked } from './error-ledger.ts'
import { exportNetwork, type Exported, type ExportNotes } from './export-network.ts'
import { importNetwork, type ImportRequest } from './import-network.ts'
import { lossBySigma, type LossOptions } from './loss-by-sigma.ts'
import { openModel } from './open-model.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { checkShape, imagesFor } from './probe-images.ts'
import { type RestorationTask, restorationTask } from './restoration-task.ts'
import { readNetworkSource } from './source.ts'

export type Inspected = { kind: string; file: string; guessed: CardDraft; missing: MissingField[] }

export type NetworkTasks = {
  /** What a file tells of its card, and what has to be asked. Nothing of it is run. */
  inspect: { in: { path: string; card: CardDraft }; out: Inspected }
  import: { in: ImportRequest; out: BroughtNetwork }
  loss: { in: { model: ModelFile; data?: string } & LossOptions; out: LossBySigma }
  ledger: { in: { model: ModelFile; data: DatasetConfig } & LedgerAsked; out: ErrorLedger }
  calibrate: { in: CalibrateTask; out: Calibration }
  restoration: { in: RestorationTask; out: Restoration }
  export: { in: { model: ModelFile; notes: ExportNotes; out: string }; out: Exported }
}
export type Tell = (stage: string, done: number, of: number) => void
export type Room = { home: string; networks: string; anneal: string }

let opened: Promise<Compute> | null = null
const compute = () => (opened ??= openCompute())

export const NETWORK_TASKS = {
  inspect: async ({ path, card }) => {
    const source = readNetworkSource(path)
    if (source.kind === 'anneal') return { kind: source.kind, file: source.file, guessed: {}, missing: [] }
    const { kind, file, guessed } = source
    return { kind, file, guessed, missing: completeCard(card, guessed, `Card of ${file}`).missing }
  },
  import: async (request, room, tell) =>
    importNetwork(request, {
      ...room,
      tf: (await compute()).tf,
      tell: (stage, done = 0, of = 0) => tell(stage, done, of),
    }),
  async loss({ model, data, ...options }, { home }, tell) {
    const { tf } = await compute()
    const network = await openModel(tf, model, 'ema')
    try {
      const images = await imagesFor(network.shape, data, home)
      if (!images)
        throw new Refusal('data: no data set here has images of this shape. Import one, or name it with data=...', {
          field: 'data',
          code: 'not-found',
        })
      return await lossBySigma(tf, network, images, options, async (done, of) => {
        tell('measuring', done, of)
        await new Promise((resolve) => setImmediate(resolve))
      })
    } finally {
      network.dispose()
    }
  },
  async ledger({ model, data, ...asked }, { home }, tell) {
    const opened = await compute()
    const network = await openModel(opened.tf, model, 'ema')
    try {
      if (network.path)
        throw new Refusal(
          `network: it was trained under a corruption, ${network.path.corruption.name}; a ledger is of noise alone.`,
          { field: 'network', code: 'unsupported' },
        )
      const spec = toCamel(data) as Camel<DatasetConfig>
      const dataset = await openDataset(spec, { home })
      checkShape(dataset, network.shape)
      return await errorLedger(opened, network, { spec, dataset }, asked, async (stage, done, of) => {
        tell(stage, done, of)
        await new Promise((resolve) => setImmediate(resolve))
      })
    } finally {
      network.dispose()
    }
  },
  calibrate: async (asked, { home }, tell) => calibrateTask(await compute(), asked, home, tell),
  restoration: async (asked, { home }, tell) => restorationTask(await compute(), asked, home, tell),
  async export({ model, notes, out }, _, tell) {
    tell('opening', 0, 0)
    const { tf } = await compute()
    const network = await openModel(tf, model, 'ema')
    try {
      tell('writing', 0, 0)
      return exportNetwork(tf, network, notes, out)
    } finally {
      network.dispose()
    }
  },
} satisfies {
  [N in keyof NetworkTasks]: (input: NetworkTasks[N]['in'], room: Room, tell: Tell) => Promise<NetworkTasks[N]['out']>
}
