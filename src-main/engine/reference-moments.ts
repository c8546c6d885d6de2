/** Feature moments of a reference set under a classifier: the same for every evaluation, so kept by both hashes. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeSafetensors, encodeSafetensors } from '#files/safetensors.ts'
import { writeWhole } from '#files/write-whole.ts'
import type { Moments } from '#theory/statistics/moments.ts'

const fileOf = (home: string, classifier: string, reference: string) =>
  join(home, 'moments', `${classifier.slice(0, 32)}-${reference.slice(0, 32)}.safetensors`)

export function readMoments(home: string, classifier: string, reference: string): Moments | null {
  const file = fileOf(home, classifier, reference)
  if (!existsSync(file)) return null
  const { tensors, metadata } = decodeSafetensors(readFileSync(file), file)
  const mean = tensors.get('mean')!.data as Float64Array
  return {
    dim: mean.length,
    count: Number(metadata.count),
    mean,
    scatter: tensors.get('scatter')!.data as Float64Array,
  }
}

export function keepMoments(home: string, classifier: string, reference: string, moments: Moments): void {
  const { dim, count, mean, scatter } = moments
  mkdirSync(join(home, 'moments'), { recursive: true })
  const tensors = new Map([
    ['mean', { dtype: 'F64' as const, shape: [dim], data: mean }],
    ['scatter', { dtype: 'F64' as const, shape: [dim, dim], data: scatter }],
  ])
  writeWhole(fileOf(home, classifier, reference), encodeSafetensors(tensors, { count: String(count) }))
}
