/** Where two grids of samples made from the same noise differ, tile by tile. Pure but for reading the pictures. */

export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }

/** How a picture is divided: `gap` pixels stand between its tiles and around them. */
export type Grid = { readonly columns: number; readonly rows: number; readonly gap: number }

/** Mean absolute difference of each tile, 0 to 1, row by row; null where the pictures are not alike. */
export function tileDifferences(a: Pixels, b: Pixels, { columns, rows, gap }: Grid): number[] | null {
  const [w, h] = [(a.width - gap) / columns - gap, (a.height - gap) / rows - gap]
  if (a.width !== b.width || a.height !== b.height || !Number.isInteger(w) || !Number.isInteger(h)) return null
  return Array.from({ length: columns * rows }, (_, tile) => {
    const [left, top] = [gap + (tile % columns) * (w + gap), gap + Math.floor(tile / columns) * (h + gap)]
    let sum = 0
    for (let y = top; y < top + h; y++)
      for (let x = left; x < left + w; x++) {
        const at = 4 * (y * a.width + x)
        for (let c = 0; c < 3; c++) sum += Math.abs(a.data[at + c] - b.data[at + c])
      }
    return sum / (3 * 255 * w * h)
  })
}

/** Tiles that differ by more than this look like another sample, not a sharper one. */
export const MARKED_DIFFERENCE = 0.06

export async function readPixels(png: Uint8Array): Promise<Pixels> {
  const image = await createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }))
  const canvas = new OffscreenCanvas(image.width, image.height)
  const context = canvas.getContext('2d')!
  context.drawImage(image, 0, 0)
  image.close()
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
