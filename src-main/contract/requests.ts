/** All that page and main know of each other: requests answered once, events pushed. Plain data, whichever carrier. */
import type { CardDraft, MissingField } from './complete-card.ts'
import type { DatasetCard, DatasetDistances, ImportPreview, PictureValues } from './dataset-card.ts'
import type { ImportSource } from './import.ts'
import type { HomeVerdict } from './home-verdict.ts'
import type { JudgeOptionsInput, JudgeProgress, JudgeSide } from './judge-options.ts'
import type { JudgeVerdict } from './judge-verdict.ts'
import type { KeptView } from './kept-view.ts'
import type { CalibrateInput, Calibration } from './calibration.ts'
import type { ErrorLedger, LedgerRequest } from './ledger.ts'
import type { LossBySigma, Model } from './models.ts'
import type { Restoration, RestorationInput } from './restoration.ts'
import type { MetricPoint, RunRecord } from './run.ts'
import type { RunRequests, StudyProgress } from './run-requests.ts'
import type { ScoreFacts } from './score-facts.ts'
import type { SavedSchedule, ScheduleSummary } from './saved-schedule.ts'
import type { ExactScore } from './score.ts'
import type { CorruptionConfig } from './corruption.ts'
import type { Drawing, PrintFormat } from './drawing.ts'
import type { ScheduleInput } from './schedule.ts'
import type { TierName } from './study-file.ts'
import type { SweepSummary } from './sweep-view.ts'

export type Failure = { code: string; message: string; field?: string }
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure }

export type BackendInfo = {
  backend: string
  version: string
  threads: number
  devices: string[]
  matmulGflops: number | null
  convolutionGflops: number | null
  /** The network of FID, where set-up has fetched it. */
  fid: { there: boolean; megabytes: number }
  passedOver: { candidate: string; reason: string }[]
}

export type LookRequest = {
  /** The page's own name for this look; events carry it. */
  lookId: string
  /** A model's reference; the shipped network where absent. */
  network?: string
  /** An exact score instead. */
  score?: ExactScore
  schedule: ScheduleInput
  /** Beside the noise, of an exact score; a network has that which it was trained under. */
  corruption?: CorruptionConfig
  sampler: Record<string, unknown>
  n: number
  seed: number
}

/** Name -> what goes in and what comes out. `in` is parsed at the edge by `request-schemas.ts`. */
export type Requests = RunRequests & {
  'app/info': {
    in: Record<string, never>
    /** `first`: nothing has been run here yet. `notices`: sentences about what is wrong with the history, or cannot be written. */
    out: { version: string; home: string; first: boolean; notices: string[] }
  }
  /** Bytes in each part of the data folder. Walks all of its files. */
  'app/sizes': { in: Record<string, never>; out: Record<string, number> }
  /** Every file of the data folder against its hash. Reads all of them; the same question meanwhile waits for the same answer. */
  'app/verify': { in: Record<string, never>; out: HomeVerdict }
  /** What the engine of quick looks computes with, and how fast. Takes it some seconds when first asked. */
  'compute/info': { in: Record<string, never>; out: BackendInfo }
  /** Path of a release's CUDA archive on this machine, its `.sha256` beside it. Takes some minutes; used from the next start on. */
  'compute/add-cuda': { in: { path: string }; out: { folder: string } }
  'views/list': { in: Record<string, never>; out: KeptView[] }
  /** In place of one of that name. Both answer with all that are kept then. */
  'views/keep': { in: KeptView; out: KeptView[] }
  'views/remove': { in: Pick<KeptView, 'of' | 'name'>; out: KeptView[] }
  'schedules/list': { in: Record<string, never>; out: ScheduleSummary[] }
  'schedules/get': { in: { id: string }; out: SavedSchedule }
  'schedules/save': { in: { name: string; spec: ScheduleInput; parent?: string | null }; out: ScheduleSummary }
  /** The levels stay as they are; only what they are called changes. */
  'schedules/rename': { in: { id: string; name: string }; out: ScheduleSummary }
  /** Into the trash, from which it can be taken again for a month. */
  'schedules/remove': { in: { id: string }; out: { removed: boolean } }
  'schedules/restore': { in: { id: string }; out: ScheduleSummary }
  'datasets/list': { in: Record<string, never>; out: DatasetCard[] }
  /** A drawing as a file: SVG with its text as outlines, or PDF. */
  'figures/print': { in: { drawing: Drawing; format: PrintFormat; title: string }; out: Uint8Array }
  'datasets/thumbnails': { in: { id: string }; out: Uint8Array }
  'datasets/spectrum': {
    in: { id: string }
    out: { eigenvalues: number[]; dataRange: readonly [number, number]; n: number }
  }
  /** How far apart its data lie, in [0, 1]: the largest distance certified, quantiles sampled. */
  'datasets/distances': { in: { id: string }; out: DatasetDistances }
  /** What schedules for a score are judged by; the shipped network where nothing is named. Some seconds when data are first asked about. */
  'scores/facts': { in: { network?: string; score?: ExactScore }; out: ScoreFacts }
  /** One image, 0 to 1 row by row. */
  'datasets/image': { in: { id: string; index: number }; out: PictureValues }
  /** What a `path` of this machine, or files that were uploaded before, would be read as; nothing is kept. */
  'datasets/inspect': { in: ImportSource; out: ImportPreview }
  /** Keeps it, as it was last looked at where source and fields are the same. */
  'datasets/import': { in: ImportSource; out: DatasetCard }
  /** Into the trash of data sets, and back. */
  'datasets/remove': { in: { id: string }; out: { removed: boolean } }
  'datasets/restore': { in: { id: string }; out: DatasetCard }
  /** Images in each class that a subset would have; nothing is written. */
  'datasets/proportions': { in: { id: string; subset: Record<string, unknown> }; out: { counts: number[] } }
  'datasets/subset': { in: { id: string; name: string; subset: Record<string, unknown> }; out: DatasetCard }
  /** Shipped, brought and trained networks and classifiers. */
  'models/list': { in: Record<string, never>; out: Model[] }
  /** What a file tells of its card, and what has to be asked; nothing of it is run. */
  'models/inspect': {
    in: { path?: string; upload?: string; card: CardDraft }
    out: { kind: string; guessed: CardDraft; missing: MissingField[] }
  }
  /** Opened, probed by its card and copied. `data`: whose images the probe asks about; `anyway`: although it found the card unsound. */
  'models/import': {
    in: { path?: string; upload?: string; card: CardDraft; name?: string; data?: string; anyway?: boolean }
    out: Model
  }
  /** Ends what is being done with networks: an import, a measurement, an export. */
  'models/cancel': { in: Record<string, never>; out: { cancelled: boolean } }
  /** Into the trash of networks, and back. */
  'models/remove': { in: { reference: string }; out: { removed: boolean } }
  'models/restore': { in: { reference: string }; out: Model }
  /** Error at each noise level on the images of a data set. Takes as long as n x levels evaluations. */
  'models/loss': { in: { reference: string; data?: string; n?: number; levels?: number }; out: LossBySigma }
  /** Score error by noise level against the exact score, and what each part of a sampler costs in W2 with it. Seconds to minutes. */
  'models/ledger': { in: { reference: string } & LedgerRequest; out: ErrorLedger }
  /** A schedule fitted to a score and a sampler, saved with its evidence. A minute or more; `models/progress` tells of `calibrate`. */
  'models/calibrate': { in: CalibrateInput; out: Calibration & { saved: string | null } }
  /** One picture under a corruption, restored; of an upload where it is the page's own. `models/progress` tells of `restoration`. */
  'models/restoration': { in: Omit<RestorationInput, 'picture'> & { upload?: string }; out: Restoration }
  /** As ONNX, with its card as YAML; held against the network before it is handed over. */
  'models/export': { in: { reference: string }; out: { onnx: Uint8Array; card: string; difference: number } }
  /** Either side a run, data set or path as `anneal fid` takes them, or an upload. `verdict` is null after a cancel. */
  'judges/judge': {
    in: { samples: JudgeSide; reference: JudgeSide; options?: Pick<JudgeOptionsInput, 'features' | 'resize'> }
    out: { verdict: JudgeVerdict | null }
  }
  'judges/cancel': { in: Record<string, never>; out: { cancelled: boolean } }
  /** A piece of a file that the page brings, because a browser does not say where it lies; `upload` is the page's name for all of them. */
  'uploads/write': { in: { upload: string; path: string; from: number; bytes: Uint8Array }; out: { size: number } }
  'uploads/drop': { in: { upload: string }; out: { dropped: boolean } }
  'look/start': { in: LookRequest; out: { lookId: string; nfe: number } }
  'look/cancel': { in: { lookId: string }; out: { cancelled: boolean } }
}
export type RequestName = keyof Requests

export type Events = {
  /** Of the one check of the data folder: the run that is read. */
  'app/verifying': { done: number; of: number; number: number; name: string }
  'runs/changed': RunRecord
  'runs/queue': { order: string[] }
  /** A batch of runs was put into the trash or taken out of it. */
  'runs/trashed': { runs: RunRecord[]; done: number; of: number }
  'runs/tick': {
    id: string
    step: number
    steps: number
    secondsPerStep: number
    secondsLeft: number | null
    points: MetricPoint[]
  }
  'runs/preview': { id: string; step: number; sigma: number | null; png: Uint8Array; columns: number; rows: number }
  'runs/log': { id: string; level: string; text: string; at: number }
  /** That a run starts or has ended could not be written; it is tried again until it can be. */
  'runs/unwritten': { id: string; message: string }
  'studies/progress': StudyProgress
  'studies/ended': { id: string; tier: TierName; stopped: boolean; failure: string | null }
  'sweeps/changed': SweepSummary
  /** `source`: the path or the upload that is being imported. */
  'datasets/progress': { source: string; done: number; total: number }
  /** `source`: the path, upload or model that is worked on; `of` is 0 where there is no count. */
  'models/progress': { source: string; stage: string; done: number; of: number }
  /** Of the one judgement that runs. */
  'judges/progress': JudgeProgress
  'look/preview': {
    lookId: string
    step: number
    steps: number
    sigma: number
    png: Uint8Array
    columns: number
    rows: number
    /** Pixels between the images of the grid, and around it. */
    gap: number
  }
  'look/done': {
    lookId: string
    nfe: number
    seconds: number
    /** Count of samples in each class so far, and their joint intervals; no classes where no classifier knows such images. */
    classes: string[]
    counts: number[]
    low: number[]
    high: number[]
    confidence: number
    /** Samples so far. */
    drawn: number
    /** Of them those that are NaN or infinite: they have no class and are in no count. */
    notFinite: number
  }
  'look/failed': { lookId: string; error: Failure }
}
export type EventName = keyof Events

/** What the page is given, by Electron's bridge or by a WebSocket. */
export type Api = {
  request<N extends RequestName>(name: N, input: Requests[N]['in']): Promise<Reply<Requests[N]['out']>>
  subscribe<N extends EventName>(name: N, listener: (event: Events[N]) => void): () => void
}

/** Answers by name. Input has been parsed; a Refusal thrown becomes a Failure, anything else is a bug and is logged. */
export type Handlers = {
  [N in RequestName]: (input: Requests[N]['in']) => Requests[N]['out'] | Promise<Requests[N]['out']>
}
/** How a service tells whoever watches. */
export type Emit = <N extends EventName>(name: N, event: Events[N]) => void
