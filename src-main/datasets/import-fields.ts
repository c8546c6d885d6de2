/** Which fields of an import each format makes use of: a field without effect would be a wish unheard. */
import { snakeKey } from '#contract/casing.ts'
import type { ImportFields } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'

type Field = Exclude<keyof ImportFields, 'name' | 'split'>
type Format = { what: string; uses: readonly Field[] }

const ARRAY = ['layout', 'transpose', 'floatRange', 'clip', 'channels', 'grey', 'classes', 'labelsPath'] as const
const IDX = ['transpose', 'floatRange', 'clip', 'classes'] as const

/** `name` goes with all, and `split` with those that hold one set as well: a run's data say it for every source. */
const FORMATS = {
  dataset: { what: 'a data set of Anneal', uses: [] },
  cifar: { what: 'CIFAR in its binary version', uses: [] },
  npy: { what: 'a .npy', uses: ARRAY },
  npz: { what: 'a .npz', uses: [...ARRAY, 'key', 'labels'] },
  idx: { what: 'an IDX file', uses: [...IDX, 'labelsPath'] },
  'idx-folder': { what: 'a folder of IDX files', uses: IDX },
  pictures: {
    what: 'a folder of pictures',
    uses: ['size', 'channels', 'kernel', 'grey', 'alpha', 'floatRange', 'clip'],
  },
} as const satisfies Record<string, Format>

const ALL: readonly Field[] = ['layout', 'transpose', 'floatRange', 'clip', 'channels', 'grey', 'classes', 'labelsPath', 'key', 'labels', 'size', 'kernel', 'alpha'] // prettier-ignore

/** Fields that a format makes use of, as they are written. */
export const usedFields = (format: keyof typeof FORMATS): string[] => ['name', ...FORMATS[format].uses].map(snakeKey)

/** Refuses the first field that is given and not used. */
export function refuseUnused(
  format: keyof typeof FORMATS,
  given: ImportFields & { onUses?: (fields: string[]) => void },
  path: string,
): void {
  const { what, uses }: Format = FORMATS[format]
  given.onUses?.(usedFields(format))
  const idle = ALL.find((field) => given[field] !== undefined && !uses.includes(field))
  if (idle === undefined) return
  const used = uses.length ? `Of ${what} these are used: ${usedFields(format).join(', ')}` : 'Only name is'
  throw new Refusal(`${snakeKey(idle)} has no effect: ${path} is ${what}. ${used}. Leave it out.`, {
    field: snakeKey(idle),
  })
}
