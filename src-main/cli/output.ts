/** What a command prints: data on stdout, everything else on stderr. */
import { oneLine, printable } from '#contract/printable.ts'
import { pValueText } from '#contract/p-value.ts'
import { Refusal } from '#contract/refusal.ts'

export type Output = {
  /** `--json`: one object on stdout at the end. Otherwise `text` for people. */
  answer(value: object, text: () => string): void
  /** A line for people on stderr. */
  note(line: string): void
  /** A line on stderr that replaces the one before it, on a terminal; elsewhere at most one every five seconds. */
  progress(line: string): void
}

export function makeOutput(json: boolean): Output {
  const terminal = process.stderr.isTTY
  let pending = false
  let last = 0
  const clear = () => {
    if (pending) process.stderr.write('\n')
    pending = false
  }
  return {
    answer(value, text) {
      clear()
      process.stdout.write(json ? `${toJson(value)}\n` : `${printable(text())}\n`)
    },
    note(line) {
      clear()
      process.stderr.write(`${printable(line)}\n`)
    },
    progress(line) {
      if (terminal) {
        process.stderr.write(`\r\x1b[2K${oneLine(line)}`)
        pending = true
      } else if (Date.now() - last > 5000) {
        process.stderr.write(`${oneLine(line)}\n`)
        last = Date.now()
      }
    },
  }
}

/** JSON at full precision. A number that is not finite is refused by its name: JSON would make it a silent null. */
export function toJson(value: object): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (typeof item === 'number' && !Number.isFinite(item))
      throw new Refusal(`${key} is ${item} for these parameters, which JSON cannot carry.`, { field: key })
    return ArrayBuffer.isView(item) && !(item instanceof DataView) ? Array.from(item as unknown as number[]) : item
  })
}

/** Rows as columns of text: first column left, the others right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows].map((row) => row.map(oneLine))
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const seconds = (value: number): string =>
  value < 90 ? `${value.toFixed(value < 10 ? 1 : 0)} s` : `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`

/** Four digits, none of them an idle 0. */
export const short = (value: number): string => Number(value.toPrecision(4)).toString()

/** What was not measured is a dash in a table. */
const orDash =
  <T extends unknown[]>(text: (value: number, ...rest: T) => string) =>
  (value: number | null, ...rest: T): string =>
    value === null ? '-' : text(value, ...rest)

export const number = orDash((value, digits: number) => value.toFixed(digits))
export const percent = orDash((share) => `${(100 * share).toFixed(1)} %`)
export const pValue = orDash(pValueText)
