/** A drawing as a file for a paper: SVG with its text as outlines, or PDF. */
import type { Drawing, PrintFormat } from '#contract/drawing.ts'
import { svgText } from '#figures/svg.ts'

export async function printed(drawing: Drawing, format: PrintFormat, title: string): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded where it is first asked for: most runs of the program print nothing.
  if (format === 'pdf') return (await import('./pdf.ts')).pdfOf(drawing, title)
  const { outlined } = await import('./outlined.ts')
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${svgText(outlined(drawing))}\n`
  return new TextEncoder().encode(text)
}
