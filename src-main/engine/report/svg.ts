/** Small still figures as SVG text: a frame with ticks, scales, and series that differ by colour and by dash or mark. */

export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Told apart by colour-blind readers (Paul Tol's "bright" scheme, 2021) and, by dash and mark, in print. */
export const SERIES = [
  { color: '#4477aa', dash: '', mark: 'circle' },
  { color: '#ee6677', dash: '7 3', mark: 'square' },
  { color: '#228833', dash: '2 3', mark: 'diamond' },
  { color: '#aa3377', dash: '9 3 2 3', mark: 'triangle' },
  { color: '#66ccee', dash: '4 2', mark: 'circle' },
  { color: '#997700', dash: '1 2', mark: 'square' },
  { color: '#555555', dash: '12 4', mark: 'diamond' },
  { color: '#000000', dash: '5 5', mark: 'triangle' },
] as const
export const seriesStyle = (index: number) => SERIES[index % SERIES.length]

export type Scale = ((value: number) => number) & { ticks: number[] }

/** Linear from `low..high` to pixels `from..to`, with about `count` ticks on 1, 2 or 5 times a power of ten. */
export function linearScale(low: number, high: number, from: number, to: number, count = 5): Scale {
  const raw = (high - low || 1) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= raw) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
  return Object.assign((value: number) => from + ((value - low) / (high - low || 1)) * (to - from), { ticks })
}

/** Logarithmic, ends widened to whole powers of ten; a tick at each power (every second one above eight of them). */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const bottom = Math.floor(Math.log10(low) + 1e-9)
  const top = Math.max(bottom + 1, Math.ceil(Math.log10(high) - 1e-9))
  const stride = top - bottom > 8 ? 2 : 1
  const ticks = Array.from({ length: Math.floor((top - bottom) / stride) + 1 }, (_, i) => 10 ** (bottom + i * stride))
  const position = (value: number) => from + ((Math.log10(value) - bottom) / (top - bottom)) * (to - from)
  return Object.assign(position, { ticks })
}

export type Box = { left: number; right: number; top: number; bottom: number }

const tickText = (v: number) => (v !== 0 && (Math.abs(v) >= 1e4 || Math.abs(v) < 1e-2) ? v.toExponential(0) : String(v))

/** Frame, grid lines, tick labels and both axis titles. */
export function axes(
  box: Box,
  x: { scale: Scale; title: string; label?: (v: number) => string },
  y: { scale: Scale; title: string; label?: (v: number) => string },
): string {
  const xs = x.scale.ticks.map((tick) => {
    const at = x.scale(tick).toFixed(1)
    return `<line class="grid" x1="${at}" x2="${at}" y1="${box.top}" y2="${box.bottom}"/><text x="${at}" y="${box.bottom + 16}" text-anchor="middle">${escape((x.label ?? tickText)(tick))}</text>`
  })
  const ys = y.scale.ticks.map((tick) => {
    const at = y.scale(tick).toFixed(1)
    return `<line class="grid" x1="${box.left}" x2="${box.right}" y1="${at}" y2="${at}"/><text x="${box.left - 6}" y="${at}" dy="0.32em" text-anchor="end">${escape((y.label ?? tickText)(tick))}</text>`
  })
  const middle = (box.top + box.bottom) / 2
  return `${xs.join('')}${ys.join('')}<rect class="frame" x="${box.left}" y="${box.top}" width="${box.right - box.left}" height="${box.bottom - box.top}"/>
<text class="title" x="${(box.left + box.right) / 2}" y="${box.bottom + 36}" text-anchor="middle">${escape(x.title)}</text>
<text class="title" x="${box.left - 48}" y="${middle}" text-anchor="middle" transform="rotate(-90 ${box.left - 48} ${middle})">${escape(y.title)}</text>`
}

export const polyline = (points: readonly (readonly [number, number])[], index: number): string => {
  const { color, dash } = seriesStyle(index)
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  return `<polyline fill="none" stroke="${color}" stroke-width="1.8" stroke-dasharray="${dash}" points="${path}"/>`
}

export function mark(x: number, y: number, index: number, size = 3.2): string {
  const { color, mark: shape } = seriesStyle(index)
  const at = `fill="${color}"`
  if (shape === 'circle') return `<circle ${at} cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${size}"/>`
  if (shape === 'square')
    return `<rect ${at} x="${(x - size).toFixed(1)}" y="${(y - size).toFixed(1)}" width="${2 * size}" height="${2 * size}"/>`
  const tall = size * 1.25
  const corners =
    shape === 'diamond' ? [0, -tall, tall, 0, 0, tall, -tall, 0] : [0, -tall, tall, tall * 0.8, -tall, tall * 0.8]
  const points = corners.map((offset, i) => (offset + (i % 2 === 0 ? x : y)).toFixed(1)).join(' ')
  return `<polygon ${at} points="${points}"/>`
}

export const figure = (width: number, height: number, label: string, body: string): string =>
  `<svg${width < 800 ? ' class="half"' : ''} viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(label)}" xmlns="http://www.w3.org/2000/svg">${body}</svg>`
