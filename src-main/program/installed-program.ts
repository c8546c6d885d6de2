/** Where an installed program has what a checkout finds in node_modules, resources/ and the cache: all of it beside app.asar. */
import { join, sep } from 'node:path'

/** What `electron-builder.yml` puts into the resources folder, by the name it has there. */
export const SHIPPED = { node: 'node', tensorflow: 'tensorflow', mnist: 'mnist', networks: 'networks' } as const

export type InstalledProgram = { node: string; environment: Record<string, string> }

/** The Node that engines run on, and what processes need in their environment to find their files. */
export function installedProgram(resources: string, platform: NodeJS.Platform = process.platform): InstalledProgram {
  return {
    node: join(resources, SHIPPED.node, platform === 'win32' ? 'node.exe' : 'node'),
    environment: {
      ANNEAL_RESOURCES: join(resources, SHIPPED.networks),
      ANNEAL_MNIST: join(resources, SHIPPED.mnist),
      ANNEAL_SHIPPED_TENSORFLOW: join(resources, SHIPPED.tensorflow),
    },
  }
}

/** The real file behind a path that Electron sees inside its archive; a Node of its own reads no archive. */
export const outsideArchive = (path: string): string =>
  path.replace(`${sep}app.asar${sep}`, () => `${sep}app.asar.unpacked${sep}`)
