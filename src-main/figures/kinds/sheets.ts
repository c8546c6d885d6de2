/** Sheets of samples beside one another, each under its name: what a page shows as pictures, on paper. */
import type { FigureSpec, PanelSpec } from '../spec.ts'

export type SheetPicture = { label: string; href: string; width: number; height: number }

const LEAST_WIDTH = 150
const HEADING = 30
const bare = { title: '', bare: true, grid: false } as const

/** As many beside one another as have room; of some seven or more the last row may be short. */
export function sheetsFigure(title: string, sentence: string, sheets: readonly SheetPicture[], width: number) {
  const columns = Math.max(1, Math.min(sheets.length, Math.floor(width / LEAST_WIDTH)))
  const panels = sheets.map(({ label, href, width: wide, height: high }): PanelSpec => ({
    title: label,
    x: { ...bare, domain: [0, wide] },
    y: { ...bare, domain: [0, high] },
    marks: [{ mark: 'picture', x: [0, wide], y: [0, high], href, label }],
  }))
  const tallest = Math.max(0, ...sheets.map(({ width: wide, height: high }) => high / wide))
  const height = Math.ceil(sheets.length / columns) * ((width / columns - 24) * tallest + HEADING)
  return { spec: { title, sentence, panels, columns } satisfies FigureSpec, height }
}
