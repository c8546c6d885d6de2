/** Windows bitmaps, which libvips does not read, as pixels. Layout: BITMAPCOREHEADER to BITMAPV5HEADER (Microsoft, "Bitmap storage", Win32 API). */

export type Bmp = { width: number; height: number; channels: 1 | 3 | 4 }
type Layout = Bmp & {
  bits: number
  topDown: boolean
  offset: number
  palette: Uint8Array | null
  masks: number[] | null
}

export const isBmp = (file: Uint8Array): boolean => file.length >= 26 && file[0] === 0x42 && file[1] === 0x4d

/** What its header says: grey where its palette holds only greys, with alpha where a mask says so. */
export function bmpSize(file: Uint8Array): Bmp {
  const { width, height, channels } = layoutOf(file)
  return { width, height, channels }
}

/** Bytes HWC, the top row first. Throws on what is no whole bitmap, and on run-length packing. */
export function decodeBmp(file: Uint8Array): Bmp & { data: Uint8Array } {
  const { width, height, channels, bits, topDown, offset, palette, masks } = layoutOf(file)
  const stride = 4 * Math.ceil((width * bits) / 32)
  if (offset + stride * height > file.length) throw new Error('it is cut short')
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const data = new Uint8Array(width * height * channels)
  const parts = masks?.map((mask) => channelOf(mask))
  for (let row = 0; row < height; row++) {
    const from = offset + stride * (topDown ? row : height - 1 - row)
    for (let x = 0, to = row * width * channels; x < width; x++, to += channels) {
      if (palette) {
        const entry = 3 * indexAt(file, from, x, bits)
        for (let c = 0; c < channels; c++) data[to + c] = palette[entry + c]
      } else if (parts) {
        const at = from + (x * bits) / 8
        const value = bits === 16 ? view.getUint16(at, true) : view.getUint32(at, true)
        for (let c = 0; c < channels; c++) data[to + c] = parts[c](value)
      } else {
        const at = from + (x * bits) / 8
        for (let c = 0; c < 3; c++) data[to + c] = file[at + 2 - c]
      }
    }
  }
  return { width, height, channels, data }
}

/** BITMAPINFOHEADER, with three and four masks, V4, V5. OS/2's own of 64 bytes packs otherwise. */
const HEADERS = [40, 52, 56, 108, 124]
/** Where no masks are given: five bits a colour of 16. */
const FIVE_BITS = [0x7c00, 0x03e0, 0x001f]

function layoutOf(file: Uint8Array): Layout {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const header = view.getUint32(14, true)
  const isCore = header === 12
  if (!isCore && (!HEADERS.includes(header) || file.length < 14 + header)) throw new Error('its header is unknown')
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true)
  const tall = isCore ? view.getUint16(20, true) : view.getInt32(22, true)
  const bits = view.getUint16(isCore ? 24 : 28, true)
  const packing = isCore ? 0 : view.getUint32(30, true)
  if (packing === 1 || packing === 2) throw new Error('it is packed by run lengths')
  const isMasked = packing === 3 || packing === 6
  if ((packing !== 0 && !isMasked) || ![1, 4, 8, 16, 24, 32].includes(bits) || (isMasked && bits < 16))
    throw new Error(`${bits} bits with packing ${packing} are unknown`)
  if (width < 1 || tall === 0) throw new Error('it has no pixels')
  const common = { width, height: Math.abs(tall), bits, topDown: tall < 0, offset: view.getUint32(10, true) }
  if (bits > 8) {
    const masks = isMasked ? masksOf(view, header, packing) : bits === 16 ? FIVE_BITS : null
    return { ...common, channels: masks?.length === 4 ? 4 : 3, palette: null, masks }
  }
  const palette = paletteOf(file, view, bits, isCore)
  const isGrey = palette.every((value, i) => value === palette[i - (i % 3)])
  return { ...common, channels: isGrey ? 1 : 3, palette, masks: null }
}

/** In a header of 40 bytes the masks follow it; later headers hold them at the same place. Alpha last, where it has one. */
function masksOf(view: DataView, header: number, packing: number): number[] {
  const hasAlpha = header >= 56 || packing === 6
  if (view.byteLength < 54 + (hasAlpha ? 16 : 12)) throw new Error('it is cut short')
  const masks = [0, 1, 2].map((i) => view.getUint32(54 + 4 * i, true))
  const alpha = hasAlpha ? view.getUint32(66, true) : 0
  return alpha === 0 ? masks : [...masks, alpha]
}

/** RGB, filled up with black to as many as the bits can name. */
function paletteOf(file: Uint8Array, view: DataView, bits: number, isCore: boolean): Uint8Array {
  const most = 2 ** bits
  const entryBytes = isCore ? 3 : 4
  const start = 14 + view.getUint32(14, true)
  const said = isCore ? most : view.getUint32(46, true) || most
  if (said > most || start + said * entryBytes > file.length) throw new Error('its palette is cut short')
  const palette = new Uint8Array(3 * most)
  for (let i = 0; i < said; i++) for (let c = 0; c < 3; c++) palette[3 * i + c] = file[start + i * entryBytes + 2 - c]
  return palette
}

function indexAt(file: Uint8Array, row: number, x: number, bits: number): number {
  const perByte = 8 / bits
  const byte = file[row + Math.floor(x / perByte)]
  return (byte >> (8 - bits * (1 + (x % perByte)))) & (2 ** bits - 1)
}

/** The bits under `mask`, brought to 0..255; 0 where the mask is empty. */
function channelOf(mask: number): (value: number) => number {
  const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask)
  const most = mask >>> shift
  return (value) => (most === 0 ? 0 : Math.round((255 * ((value & mask) >>> shift)) / most))
}
