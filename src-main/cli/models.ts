/** The models of the data folder, for a command that opens one. */
import type { ModelService } from '#runs/models/model-service.ts'

/** Loaded when a command runs: the run service opens a database, the desk starts a process when it is first asked. */
export async function withModels<T>(use: (models: ModelService) => Promise<T> | T): Promise<T> {
  const { withRuns } = await import('./runs.ts')
  const { engineEnvironment } = await import('#program/tensorflow-library.mjs')
  const { openNetworkDesk } = await import('#engine/networks/network-desk.ts')
  const { openModelService } = await import('#runs/models/model-service.ts')
  const { programVersion, resourcesFolder } = await import('#program/folders.ts')
  return withRuns(async ({ history }) => {
    const desk = openNetworkDesk({ home: history.home, version: programVersion(), environment: engineEnvironment })
    try {
      return await use(openModelService({ history, resources: resourcesFolder() }, desk))
    } finally {
      desk.close()
    }
  })
}
