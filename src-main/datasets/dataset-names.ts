/** By which names data are known: those that need no import, and those that imported ones are looked for under. Opens nothing. */
import { LAW_NAMES } from './law-dataset.ts'

export const TEXTURE = 'texture'
/** Where nothing else is asked for. */
export const TEXTURE_SIDE = 32
export const isTexture = (name: string): boolean => name === TEXTURE

/** They ship with the program, or it draws them. */
export const BUILT_IN_NAMES: readonly string[] = ['mnist', ...LAW_NAMES, TEXTURE]

/** CIFAR-10 is imported as two data sets, one for each split. */
export const importedName = (name: string, split: 'train' | 'test' = 'train'): string =>
  name === 'cifar10' ? `cifar10-${split}` : name
