/** Numbers as text for people. */

/** As short as it can be and still read back to the same float64; in powers of ten only where that is shorter. */
export function formatNumber(value: number): string {
  const plain = String(value)
  if (!Number.isFinite(value) || plain.length <= 9) return plain
  const power = value.toExponential()
  return power.length < plain.length ? power : plain
}

/** To `digits` significant digits, without trailing zeros. */
export function formatShort(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e5 || size < 1e-4)
    return value
      .toExponential(digits - 1)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e')
  return String(Number(value.toPrecision(digits)))
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${formatShort(bytes / 1000 ** power)} ${units[power]}`
}

export const formatPercent = (share: number) => `${(100 * share).toFixed(1)} %`
