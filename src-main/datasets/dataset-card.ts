/** `dataset.json`: what a dataset folder says of its content, so that it can be listed without reading the pixels. */
import { join } from 'node:path'
import { z } from 'zod'
import { readingSpec } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from './dataset.ts'
import { readWhole } from '#files/read-file.ts'

/** 2 holds how the data were read; cards of 1 are read as well. */
const VERSION = 2

const card = z.strictObject({
  format: z.literal('anneal-dataset'),
  version: z.number().int(),
  name: z.string().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  count: z.number().int().positive(),
  height: z.number().int().positive(),
  width: z.number().int().positive(),
  channels: z.number().int().positive(),
  classes: z.array(z.string()),
  has_labels: z.boolean(),
  float_range: z.tuple([z.number(), z.number()]).nullable(),
  lineage: z
    .strictObject({ source_name: z.string(), source_hash: z.string(), step: z.string(), spec: z.unknown() })
    .nullable(),
  reading: readingSpec.nullable().default(null),
})
export type DatasetCard = z.output<typeof card>

/** The card of a dataset folder. */
export async function readCard(folder: string): Promise<DatasetCard> {
  const path = join(folder, 'dataset.json')
  const text = new TextDecoder().decode(await readWhole(path, 2 ** 20))
  const damaged = (what: string) =>
    new Refusal(`${path} ${what} Import the data again.`, { field: path, code: 'damaged' })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged('is no JSON.')
  }
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > VERSION) {
    throw new Refusal(`${path} is of version ${version}, written by a newer Anneal. Update Anneal to read it.`, {
      field: path,
      code: 'unsupported',
    })
  }
  const parsed = card.safeParse(value)
  if (!parsed.success) throw damaged(`is no dataset card (${z.prettifyError(parsed.error).split('\n')[0]}).`)
  return parsed.data
}

export function cardOf(dataset: Dataset): DatasetCard {
  const { name, hash, count, height, width, channels, classes, labels, floatRange, lineage, reading } = dataset
  return {
    format: 'anneal-dataset',
    version: VERSION,
    name,
    hash,
    count,
    height,
    width,
    channels,
    classes,
    has_labels: labels !== null,
    float_range: floatRange && [floatRange[0], floatRange[1]],
    lineage: lineage
      ? { source_name: lineage.sourceName, source_hash: lineage.sourceHash, step: lineage.step, spec: lineage.spec }
      : null,
    reading: reading ?? null,
  }
}
