/** A value on its own, to three significant digits. */
import { logText, plainTick } from './tick-text.ts'

export const formatValue = (value: number): string =>
  Number.isFinite(value) ? plainTick(logText(Number(value.toPrecision(3)))) : '\u2013'
