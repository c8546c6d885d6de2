/** The table of a sweep as text: CSV whole and at full precision; Markdown and LaTeX for reading, each number with its interval in one cell. */
import type { SweepTable, TableValue } from './sweep-view.ts'

export const TABLE_FORMATS = ['csv', 'markdown', 'latex'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

const DIGITS = 4

export const tableText = (table: SweepTable, format: TableFormat): string => TEXTS[format](table)

const TEXTS: Readonly<Record<TableFormat, (table: SweepTable) => string>> = {
  /** RFC 4180. A value that is not there is empty. */
  csv({ columns, rows }) {
    const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))]
    return lines.map((line) => line.map((value) => quoted(String(value))).join(',')).join('\r\n')
  },

  markdown(table) {
    const { header, rows, numeric } = readingCells(table)
    const escape = (cell: string) => cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|')
    const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`
    return [line(header), `| ${numeric.map((is) => (is ? '--:' : ':--')).join(' | ')} |`, ...rows.map(line)].join('\n')
  },

  latex(table) {
    const { header, rows, numeric } = readingCells(table)
    const line = (cells: readonly string[]) => `  ${cells.map(latexCell).join(' & ')} \\\\`
    return [
      '% \\usepackage{booktabs}',
      `\\begin{tabular}{${numeric.map((is) => (is ? 'r' : 'l')).join('')}}`,
      '  \\toprule',
      line(header),
      '  \\midrule',
      ...rows.map(line),
      '  \\bottomrule',
      '\\end{tabular}',
    ].join('\n')
  },
}

/**
 * Cells for people: spread and bounds stand beside their value, and what is of one class alone is left out. Of a table over seeds a cell
 * is mean ± standard deviation [interval of the mean].
 */
export function readingCells({ about, rows }: SweepTable): { header: string[]; rows: string[][]; numeric: boolean[] } {
  const names = new Set(about.map(({ name }) => name))
  const beside = (name: string) =>
    [' sd', ' low', ' high'].some((end) => name.endsWith(end) && names.has(name.slice(0, -end.length)))
  const shown = about.filter(({ name }) => !name.includes('/') && !beside(name))
  const cell = (row: Readonly<Record<string, TableValue>>, name: string): string => {
    const [sd, low, high] = [row[`${name} sd`] ?? null, row[`${name} low`] ?? null, row[`${name} high`] ?? null]
    const spread = sd === null ? '' : ` ± ${valueText(sd)}`
    return `${valueText(row[name])}${spread}${low === null || high === null ? '' : ` [${valueText(low)}, ${valueText(high)}]`}`
  }
  return {
    header: shown.map(({ name }) => name),
    rows: rows.map((row) => shown.map(({ name }) => cell(row, name))),
    numeric: shown.map(({ name }) => rows.every((row) => row[name] === null || typeof row[name] === 'number')),
  }
}

function valueText(value: TableValue): string {
  if (value === null) return '-'
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  return value.toPrecision(DIGITS)
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
}
const latexCell = (text: string): string =>
  text.replace(/[\\~^±&%$#_{}]/g, (sign) => LATEX[sign] ?? `\\${sign}`).replace(/(^|[\s[])-(?=\d)/g, '$1$-$')
