/** Pictures of a page as a figure on paper, each under its name. */
import { figureOnPaper } from '#figures/draw.ts'
import { sheetsFigure, type SheetPicture } from '#figures/kinds/sheets.ts'
import { PAPER } from '#figures/palette.ts'
import type { SvgNode } from '#figures/svg.ts'

export type NamedPicture = { label: string; png: Uint8Array }

/** `width` in pixels, null for that of two columns: pictures of a page have no width of their own. */
export async function sheetsOnPaper(
  title: string,
  caption: string,
  pictures: readonly NamedPicture[],
  width: number | null,
): Promise<SvgNode> {
  const sheets = await Promise.all(
    pictures.map(async ({ label, png }): Promise<SheetPicture> => {
      const bytes = new Uint8Array(png)
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const size = { width: bitmap.width, height: bitmap.height }
      bitmap.close()
      return { label, href: `data:image/png;base64,${base64(bytes)}`, ...size }
    }),
  )
  const wide = width ?? 673
  const { spec, height } = sheetsFigure(title, caption, sheets, wide)
  return figureOnPaper(spec, { width: wide, height, colours: PAPER, caption })
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
