/** The fields of an import as a form has them: what each is called, its choices, and how what is typed becomes a value. Pure. */
import { ALPHAS, GREYS, importSpec, KERNELS, LAYOUTS, type ImportInput } from '#contract/import.ts'

export type FieldName = Exclude<keyof ImportInput, 'name'>
export type ImportField = {
  name: FieldName
  label: string
  /** Said where nothing was guessed. */
  help: string
  /** One of a few; absent: text. */
  options?: readonly { value: string; label: string }[]
  example?: string
}

const AXES: Readonly<Record<(typeof LAYOUTS)[number], string>> = {
  nhwc: 'image, row, column, channel',
  nhw: 'image, row, column',
  hwc: 'one picture: row, column, channel',
  hw: 'one picture: row, column',
  chw: 'one picture: channel, row, column',
  hwn: 'row, column, image (MATLAB)',
  nchw: 'image, channel, row, column (PyTorch)',
  chwn: 'channel, row, column, image',
  hwcn: 'row, column, channel, image (MATLAB)',
}
const words = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

/** In the order in which a reader would doubt them. */
export const IMPORT_FIELDS: readonly ImportField[] = [
  {
    name: 'layout',
    label: 'Axes',
    help: 'Order of the axes of the array.',
    options: LAYOUTS.map((value) => ({ value, label: `${value}: ${AXES[value]}` })),
  },
  {
    name: 'transpose',
    label: 'Rows and columns',
    help: 'As they lie; EMNIST has them swapped.',
    options: [{ value: 'true', label: 'swap them' }],
  },
  { name: 'float_range', label: 'Range', help: 'Values that are black and white.', example: '0, 255' },
  {
    name: 'clip',
    label: 'Outside the range',
    help: 'Refused, unless it is set to the nearer end.',
    options: [{ value: 'true', label: 'set to the nearer end' }],
  },
  {
    name: 'channels',
    label: 'Channels',
    help: 'As they are.',
    options: [
      { value: '3', label: 'colour' },
      { value: '1', label: 'grey' },
    ],
  },
  { name: 'grey', label: 'Grey from colour', help: 'Where colour becomes grey.', options: words(GREYS) },
  { name: 'alpha', label: 'Behind transparent parts', help: 'Where there are any.', options: words(ALPHAS) },
  { name: 'size', label: 'Size', help: 'Side in pixels: scaled and cut to a square.', example: '32' },
  { name: 'kernel', label: 'Resampling', help: 'Where pictures are scaled.', options: words(KERNELS) },
  { name: 'key', label: 'Array of the images', help: 'Within a .npz.', example: 'x' },
  { name: 'labels', label: 'Array of the labels', help: 'Within a .npz.', example: 'y' },
  {
    name: 'labels_path',
    label: 'File of the labels',
    help: 'Of two files that were chosen, the name of one; else where it lies on the machine that runs Anneal.',
    example: 'labels.npy',
  },
  { name: 'classes', label: 'Names of the classes', help: 'In the order of their numbers.', example: 'cat, dog' },
  { name: 'split', label: 'Part', help: 'Of sources that hold both.', options: words(['train', 'test']) },
]

export type Typed = Partial<Record<keyof ImportInput, string>>

/** What is typed as the fields of a request; nothing typed is nothing said. What cannot be read goes as it is, for main to refuse by its field. */
export function fieldsOf(typed: Typed): ImportInput {
  const said = Object.entries(typed).flatMap(([name, text]): [string, unknown][] => {
    const plain = text.trim()
    return plain === '' ? [] : [[name, VALUES[name as keyof Typed]?.(plain) ?? plain]]
  })
  return Object.fromEntries(said) as ImportInput
}

const VALUES: Partial<Record<keyof Typed, (text: string) => unknown>> = {
  transpose: (text) => text === 'true',
  clip: (text) => text === 'true',
  size: Number,
  channels: Number,
  float_range: (text) => listOf(text).map(Number),
  classes: (text) => listOf(text),
}

const listOf = (text: string) =>
  text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((item) => item.trim())

/** The other way round: how a value is typed. */
export const typedOf = (fields: ImportInput): Typed =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  )

/** `layout=hwc`, `float_range=[0,1] clip=true`: as the command line has it. */
export const asWords = (fields: ImportInput): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? `[${value.join(',')}]` : String(value)}`)
    .join(' ')

export const isField = (name: string | undefined): name is keyof ImportInput =>
  name !== undefined && Object.hasOwn(importSpec.shape, name)
