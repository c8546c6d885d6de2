/** The head of a .npy file: a Python dictionary of exactly descr, fortran_order and shape, read by pattern, never evaluated. */
import { Refusal } from '#contract/refusal.ts'
import { refusePickle } from './pickle.ts'

export type NpyHeader = {
  shape: number[]
  /** Kind and size without byte order, such as `f4`. */
  dtype: string
  littleEndian: boolean
  fortranOrder: boolean
  dataOffset: number
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** NumPy's own limit for headers it trusts is 10,000. */
const MAX_HEADER = 2 ** 16
/** Magic and version, the header's length, the header. */
export const MOST_HEADER_BYTES = 12 + MAX_HEADER
const FACTS = {
  descr: /'descr'\s*:\s*('[^'\\]*'|\[.*\])\s*(?:,|(?=\}))/s,
  order: /'fortran_order'\s*:\s*(True|False)\s*(?:,|(?=\}))/,
  shape: /'shape'\s*:\s*\(([\dL,\s]*)\)\s*(?:,|(?=\}))/,
}
const NUMERIC = /^([<>|=])?(b1|[ui][1248]|f[248])$/

export function npyHeader(bytes: Uint8Array, file: string): NpyHeader {
  refusePickle(bytes, file, 'Save the array with numpy.save.')
  const damaged = (what: string) =>
    new Refusal(`${file} ${what} Save it again with numpy.save.`, { field: file, code: 'damaged' })
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw damaged('is no .npy file.')
  const version = bytes[6]
  if (version < 1 || version > 3) {
    throw new Refusal(`${file} is of .npy version ${version}; 1 to 3 are read. Save it with a plain numpy.save.`, {
      field: file,
      code: 'unsupported',
    })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12)
  const [start, length] = version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)]
  const dataOffset = start + length
  if (length > MAX_HEADER || dataOffset > bytes.length)
    throw damaged(`has a header of ${length} bytes, which cannot be.`)
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, dataOffset))
  const facts = { descr: FACTS.descr.exec(text), order: FACTS.order.exec(text), shape: FACTS.shape.exec(text) }
  const { descr, order, shape } = facts
  const rest = Object.values(facts).reduce((left, fact) => left.replace(fact?.[0] ?? '', ''), text)
  if (!descr || !order || !shape || !/^\{\s*\}\s*$/.test(rest)) throw damaged('has a header that is not understood.')
  const { dtype, littleEndian } = dtypeOf(descr[1], file)
  const sizes = shape[1].split(',').filter((size) => size.trim() !== '')
  const dimensions = sizes.map((size) => Number(size.trim().replace(/L$/, '')))
  if (!dimensions.every((size) => Number.isSafeInteger(size)) || dimensions.length > 32)
    throw damaged('has no sound shape.')
  return { shape: dimensions, dtype, littleEndian, fortranOrder: order[1] === 'True', dataOffset }
}

function dtypeOf(descr: string, file: string): { dtype: string; littleEndian: boolean } {
  const numeric = NUMERIC.exec(descr.slice(1, -1))
  if (numeric && descr.startsWith("'")) return { dtype: numeric[2], littleEndian: numeric[1] !== '>' }
  const unsupported = (what: string) => new Refusal(`${file} ${what}`, { field: file, code: 'unsupported' })
  if (/O/.test(descr)) {
    const message = 'is an object array: its items are python pickles, which can run programs and are never read.'
    throw unsupported(`${message} Save numbers instead, for example array.astype('float32').`)
  }
  if (/^'[<>|=]?[US]\d+'$/.test(descr))
    throw unsupported(
      `holds text (items of type ${descr}); numbers are needed. Of labels: names, y = np.unique(y, return_inverse=True), save y, and give the names with classes=[...].`,
    )
  throw unsupported(`has items of type ${descr.slice(0, 60)}; numbers are needed, for example array.astype('float32').`)
}
