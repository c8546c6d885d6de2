/** One side of a judgement: pictures, or the moments of the features of pictures that somebody else had. */
import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { readUnasked } from '#datasets/import-source.ts'
import { npzArray } from '#files/npz.ts'
import type { NpyArray } from '#files/npy.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { openPictureFolder, openPictureZip } from '#datasets/picture-files.ts'
import { fileRefusal, readWhole } from '#files/read-file.ts'
import { readRunFolder } from '#history/run-folder.ts'
import { readSamples } from '../sample-files.ts'
import { type Pictures, picturesInMemory, picturesOfDataset, pointsRefusal } from './pictures.ts'

/** What the command line has made of a word; paths are absolute. */
export type SideSpec =
  | { kind: 'run'; folder: string; name: string }
  | { kind: 'dataset'; name: string; split: 'train' | 'test' }
  | { kind: 'path'; path: string }

export type GivenMoments = { name: string; mean: Float64Array; covariance: Float64Array; hash: string }
export type Side = { pictures: Pictures } | { moments: GivenMoments }

export async function openSide(spec: SideSpec, home: string): Promise<Side> {
  if (spec.kind === 'run') return { pictures: picturesOfRun(spec) }
  if (spec.kind === 'dataset')
    return { pictures: picturesOfDataset(await openDataset({ name: spec.name, split: spec.split }, { home })) }
  return openPath(spec.path)
}

function picturesOfRun({ folder, name }: { folder: string; name: string }): Pictures {
  const { config } = readRunFolder(dirname(folder), basename(folder))
  const { images, count, shape } = readSamples(folder)
  if (count === 0) throw new Refusal(`${name} has no samples to judge.`, { field: name, code: 'not-found' })
  if (shape.height === 1) throw pointsRefusal(name)
  const range = (config.kind === 'sample' && config.schedule.data_range) || ([0, 1] as const)
  return picturesInMemory(name, images, shape, range)
}

async function openPath(path: string): Promise<Side> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileRefusal(error, path)
  })
  if (found.isDirectory()) {
    if (await holdsDataset(path)) return { pictures: picturesOfDataset(await readUnasked(path)) }
    return { pictures: { name: path, quantised: false, ...(await openPictureFolder(path)) } }
  }
  if (!/\.(npz|zip)$/i.test(path)) return { pictures: picturesOfDataset(await readUnasked(path, { name: path })) }
  const files = await openPictureZip(path)
  if (files) return { pictures: { name: path, quantised: false, ...files } }
  const moments = readMoments(await readWhole(path), path)
  if (moments) return { moments }
  return { pictures: picturesOfDataset(await readUnasked(path, { name: path })) }
}

/** A folder of ours, or of CIFAR-10's binary files, of which the training images are meant. */
const holdsDataset = async (folder: string): Promise<boolean> =>
  (await readdir(folder)).some((name) => name === 'dataset.json' || /^data_batch_\d+\.bin$/.test(name))

/** `mu` and `sigma`, as pytorch-fid saves the statistics of a reference; null where the file holds no such arrays. */
function readMoments(bytes: Uint8Array, file: string): GivenMoments | null {
  const [mu, sigma] = [npzArray(bytes, 'mu', file), npzArray(bytes, 'sigma', file)]
  if (!mu && !sigma) return null
  const d = mu?.shape[0] ?? 0
  if (mu?.shape.length !== 1 || sigma?.shape.length !== 2 || sigma.shape[0] !== d || sigma.shape[1] !== d) {
    const shape = (array: NpyArray | null) => (array ? `(${array.shape.join(', ')})` : 'not there')
    throw new Refusal(
      `${file}: mu is ${shape(mu)} and sigma ${shape(sigma)}; moments are a mean of d numbers and a covariance of d x d.`,
      { field: file },
    )
  }
  const [mean, covariance] = [Float64Array.from(mu.data), Float64Array.from(sigma.data)]
  if (!mean.every(Number.isFinite) || !covariance.every(Number.isFinite))
    throw new Refusal(`${file} holds a moment that is not finite. Compute the statistics again.`, { field: file })
  const hash = createHash('sha256')
    .update(new Uint8Array(mean.buffer))
    .update(new Uint8Array(covariance.buffer))
    .digest('hex')
  return { name: file, mean, covariance, hash }
}
