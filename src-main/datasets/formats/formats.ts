/** What can be brought, a row a format: folders are told apart by the names within, in this order, and files by their first bytes. */
import { openArrayDataset } from '../array-dataset.ts'
import { holdsCifar10, openCifar10 } from '../cifar-binary.ts'
import { holdsCifar100, openCifar100 } from '../cifar100-binary.ts'
import { loadDataset } from '../dataset-folder.ts'
import { labelsBeside, openIdxDataset } from '../idx-dataset.ts'
import { holdsIdx, openIdxFolder } from '../idx-folder.ts'
import type { FileFormat, FolderFormat } from './format.ts'
import { readPictures } from './pictures.ts'

const IDX = ['transpose', 'floatRange', 'clip', 'classes'] as const
const ARRAY = [...IDX, 'layout', 'channels', 'grey', 'labelsPath'] as const
const CIFAR = { what: 'CIFAR in its binary version', uses: [] }

/** The last takes every folder. */
export const FOLDERS: readonly FolderFormat[] = [
  { what: 'a data set of Anneal', uses: [], holds: (names) => names.includes('dataset.json'), read: loadDataset },
  { ...CIFAR, holds: holdsCifar10, read: (folder, { split }) => openCifar10(folder, split) },
  { ...CIFAR, holds: holdsCifar100, read: (folder, { split }) => openCifar100(folder, split) },
  { what: 'a folder of IDX files', uses: IDX, holds: holdsIdx, read: openIdxFolder },
  {
    what: 'a folder of pictures',
    uses: ['size', 'channels', 'kernel', 'grey', 'alpha', 'floatRange', 'clip'],
    holds: () => true,
    read: readPictures,
  },
]

const readArray: FileFormat['read'] = (file, options, name) => openArrayDataset(name, file, options)
const idx: Omit<FileFormat, 'magic'> = {
  what: 'an IDX file',
  uses: [...IDX, 'labelsPath'],
  read: (imagesPath, options, name) =>
    openIdxDataset(name, { imagesPath, labelsPath: options.labelsPath ?? labelsBeside(imagesPath) }, options),
}
const GZIP = 0x1f8b

export const FILES: readonly FileFormat[] = [
  { what: 'a .npy', uses: ARRAY, magic: 0x934e, read: readArray },
  { what: 'a .npz', uses: [...ARRAY, 'key', 'labels'], magic: 0x504b, read: readArray },
  { ...idx, magic: 0x0000 },
  { ...idx, magic: GZIP },
]
