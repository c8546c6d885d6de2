/** The errors of each scheme side by side as a figure, and where the scheme ends up in all. Pure. */
import { besideEachOther } from '#figures/kinds/beside-each-other.ts'
import type { FigureSpec, Mark, Paint } from '#figures/spec.ts'
import { formatShort } from '../../ui/format.ts'
import { kindsOf, type Kind } from './error-kinds.ts'
import { placeTexts } from './error-texts.ts'
import type { SchemeErrors } from './oracle-tasks.ts'
import { SCHEME_ROWS } from './schemes.ts'

const PAINTS: Readonly<Record<Kind['kind'], Paint>> = {
  initialisation: 'cool',
  discretisation: 'hot',
  truncation: 'warm',
  score: 'ink-faint',
}
/** Pixels that the axes take of a figure's width and height, and those that a point needs for its letter. */
const [BESIDE, BELOW, LETTER] = [70, 46, 13]

/** Of the line of a scheme's total, in schemes. */
const HALF = 0.42

/** Whole powers of ten, at most seven: what is smaller stands at the foot with its number. */
export function reachOf(schemes: readonly SchemeErrors[]): [number, number] {
  const positive = schemes.flatMap(({ errors }) => (errors ? Object.values(errors).filter((value) => value! > 0) : []))
  const top = 10 ** Math.ceil(Math.log10(Math.max(1e-300, ...positive)) + 0.05)
  const low = 10 ** Math.floor(Math.log10(Math.min(top / 10, ...positive)))
  return [Math.max(low, top * 1e-7), top]
}

/** `height` is that of the figure: what is written at a point depends on what stands near. */
export function errorFigure(
  title: string,
  sentence: string,
  schemes: readonly SchemeErrors[],
  width: number,
  height = 240,
): FigureSpec {
  const kinds = kindsOf(schemes)
  const places = besideEachOther(Math.max(3, kinds.length), 0.72)
  const slot = (width - BESIDE) / Math.max(1, schemes.length)
  const reach = reachOf(schemes)
  // Words above the highest point have room within the axis: a tenth of it.
  const domain = [reach[0], reach[1] * Math.max(1.6, (reach[1] / reach[0]) ** 0.1)] as const
  const shown = (value: number) => Math.max(value, reach[0])
  const down = (value: number) =>
    ((height - BELOW) * Math.log(domain[1] / shown(value))) / Math.log(domain[1] / domain[0])
  const written = schemes.map(({ errors }) => {
    if (!errors) return null
    const w2 = formatShort(errors.w2, slot * places.width > 2 * LETTER ? 3 : 2)
    const points = kinds.map(({ kind, letter }, k) => {
      const value = errors[kind] ?? NaN
      const offered = slot * places.width > LETTER ? [`${letter} ${formatShort(value, 2)}`, letter] : []
      return { x: slot * places.at(k), y: down(value), offered }
    })
    return { w2, ...placeTexts(points, { y: down(errors.w2), half: HALF * slot, text: w2 }) }
  })
  const bars = kinds.map((kind, k): Mark => ({
    mark: 'bars',
    paint: PAINTS[kind.kind],
    width: places.width,
    bars: schemes.flatMap(({ scheme, errors }, i) => {
      if (!errors) return []
      const value = errors[kind.kind]
      if (value === undefined) return []
      const label = `${SCHEME_ROWS[scheme].label}, ${kind.label}: ${formatShort(value)}`
      return [{ x: i + places.at(k), y: shown(value), label, text: written[i]?.texts[k] }]
    }),
  }))
  const ends = schemes.flatMap(({ errors, reason, scheme }, i): Mark[] => {
    const words = written[i]
    if (!errors || !words) {
      const labels = [{ x: i, y: reach[0], text: 'no finite answer', anchor: 'middle', dy: -8 } as const]
      return [{ mark: 'labels', labels, hint: `${SCHEME_ROWS[scheme].label}: ${reason}` }]
    }
    const y = shown(errors.w2)
    const { anchor, dy } = words.total
    const x = i + (anchor === 'end' ? HALF : -HALF)
    return [
      { mark: 'rule', paint: 'ink', y, from: i - HALF, to: i + HALF, dash: [], width: 2 },
      { mark: 'labels', paint: 'ink', strong: true, halo: true, labels: [{ x, y, text: words.w2, anchor, dy }] },
    ]
  })
  return {
    title,
    sentence,
    legend: [
      ...kinds.map(({ kind, label, letter }) => ({ label: `${letter}: ${label}`, paint: PAINTS[kind], block: true })),
      { label: 'W₂ of the scheme to the data', paint: 'ink' },
    ],
    panels: [
      {
        x: { title: '', scale: 'category', categories: schemes.map(({ scheme }) => SCHEME_ROWS[scheme].label) },
        y: { title: 'W₂ (data units)', scale: 'log', domain },
        marks: [...bars, ...ends],
      },
    ],
  }
}
