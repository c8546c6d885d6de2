/** What stands behind every door: the services, opened once, and the handlers that reach them. Wiring only. */
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Emit, Handlers } from '#contract/requests.ts'
import { openLookDesk } from '#engine/look/look-desk.ts'
import { shippedModel } from '#engine/look/look-room.ts'
import { openNetworkDesk } from '#engine/networks/network-desk.ts'
import { forkProcess, type StartProcess } from '#workers/start-process.ts'
import { PARTIAL, sweepAbandoned } from '#files/abandoned.ts'
import { homeSizes, openHome } from '#history/home.ts'
import { openModelService } from '#runs/models/model-service.ts'
import { contentNamed } from '#runs/known-data.ts'
import { openRunService } from '#runs/run-service.ts'
import { codeVersion } from '#program/code-version.ts'
import { programVersion, resourcesFolder } from '#program/folders.ts'
import { openDatasetHashes } from '#sweeps/dataset-hashes.ts'
import { openFinder } from '#sweeps/find-finished.ts'
import { thisCommand, thisProgram } from '#sweeps/shared/this-program.ts'
import { openSweepService } from '#sweeps/sweep-service.ts'
import { openScoreFacts } from '#runs/score-facts.ts'
import { openCardCache } from '#datasets/service/card-cache.ts'
import { computeHandlers } from './doors/compute-handlers.ts'
import { openFactsCache } from '#datasets/service/facts-cache.ts'
import { openDatasetDesk } from '#datasets/service/dataset-desk.ts'
import { datasetHandlers } from './doors/dataset-handlers.ts'
import { judgeHandlers } from './doors/judge-handlers.ts'
import { modelHandlers } from './doors/model-handlers.ts'
import { runHandlers } from './doors/run-handlers.ts'
import { figureHandlers } from './doors/figure-handlers.ts'
import { scheduleHandlers } from './doors/schedule-handlers.ts'
import { verifyHandlers } from './doors/verify-handlers.ts'
import { studyHandlers } from './doors/study-handlers.ts'
import { sweepHandlers } from './doors/sweep-handlers.ts'
import { viewHandlers } from './doors/view-handlers.ts'
import { openUploads, uploadHandlers } from './doors/uploads.ts'

export type Services = {
  handlers: Partial<Handlers>
  /** Path of the data folder. */
  home: string
  /** What an end of the program would interrupt. */
  work(): { running: { number: number; name: string } | null; queued: number }
  /** Resolves once nothing is at work or in the queue. */
  idle(): Promise<void>
  /** Number of the run in a folder of `runs/`; null where none is known. */
  numberOf(folder: string): number | null
  /** A sentence for whoever opens the page next. */
  notify(notice: string): void
  close(): Promise<void>
}

/** `env` says where the data folder is, `startProcess` how engines and their like are started. */
export async function openServices({
  env = process.env,
  emit,
  startProcess,
}: {
  env?: NodeJS.ProcessEnv
  emit: Emit
  startProcess?: StartProcess
}): Promise<Services> {
  const home = openHome(env)
  const version = programVersion()
  const runs = openRunService({
    home,
    resources: resourcesFolder(),
    engineEnvironment,
    version,
    runs: 'all',
    startProcess,
  })
  for (const name of [
    'runs/changed',
    'runs/queue',
    'runs/tick',
    'runs/preview',
    'runs/log',
    'runs/unwritten',
    'runs/trashed',
  ] as const)
    runs.subscribe(name, (event) => emit(name, event))
  const findFinished = openFinder({ runs, code: codeVersion, hashes: openDatasetHashes(home.root) })
  const elsewhere = {
    program: thisProgram,
    command: thisCommand(),
    startProcess: startProcess ?? forkProcess,
    engineEnvironment,
  }
  const sweeps = openSweepService({ runs, work: 'all', findFinished, elsewhere })
  sweeps.subscribe((sweep) => emit('sweeps/changed', sweep))
  const desk = openDatasetDesk({ home: home.root, environment: engineEnvironment, startProcess })
  const uploads = openUploads(home.root)
  for (const folder of [home.datasets, home.networks]) sweepAbandoned(folder, PARTIAL)
  const resources = resourcesFolder()
  const networks = openNetworkDesk({ home, version, environment: engineEnvironment, startProcess })
  const models = openModelService({ history: runs.history, resources }, networks)
  const from = { history: runs.history, resources }
  const identityOf = (dataset: DatasetConfig) => contentNamed(dataset, runs.history.read.datasets())
  const scoreFacts = openScoreFacts(from, openFactsCache(desk, { version, identityOf }))
  const judges = judgeHandlers({ from, uploads, environment: engineEnvironment, emit, startProcess })
  const studies = studyHandlers({ sweeps, from, version, environment: engineEnvironment, emit, startProcess })
  const looks = openLookDesk({
    home: home.root,
    resources,
    modelOf: (reference) => (reference === undefined ? shippedModel(resources) : models.fileOf(reference)),
    environment: engineEnvironment,
    emit,
    startProcess,
  })
  const notices: string[] = []
  return {
    home: home.root,
    work: () => ({ running: runs.current(), queued: runs.history.read.queue().length }),
    async idle() {
      do await runs.idle()
      while (await sweeps.soon())
    },
    numberOf: (folder) => runs.history.read.list({}).find((run) => run.folder === folder)?.number ?? null,
    notify: (notice) => void notices.push(notice),
    handlers: {
      'app/info': () => ({
        version,
        home: home.root,
        first: runs.history.read.isEmpty(),
        notices: [...runs.notices(), ...sweeps.notices(), ...notices],
      }),
      'app/sizes': () => homeSizes(home),
      ...verifyHandlers({ history: runs.history, emit }),
      ...computeHandlers(looks),
      ...runHandlers(runs),
      ...viewHandlers(home.root),
      ...sweepHandlers(sweeps),
      ...studies.handlers,
      ...scheduleHandlers(runs.history),
      ...figureHandlers(),
      ...uploadHandlers(uploads),
      ...datasetHandlers({ history: runs.history, home, desk, uploads, cards: openCardCache(version), emit }),
      ...modelHandlers({ models, uploads, emit }),
      ...judges.handlers,
      'scores/facts': scoreFacts,
      'look/start': looks.start,
      'look/cancel': ({ lookId }) => looks.cancel(lookId),
    },
    async close() {
      looks.close()
      judges.close()
      studies.close()
      networks.close()
      desk.close()
      uploads.close()
      await sweeps.close()
      await runs.close()
    },
  }
}
