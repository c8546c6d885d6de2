/** The errors of each scheme side by side as a figure, and where the scheme ends up in all. Pure. */
import { besideEachOther } from '#figures/kinds/beside-each-other.ts'
import type { FigureSpec, Mark, Paint } from '#figures/spec.ts'
import { formatShort } from '../../ui/format.ts'
import { kindsOf, type Kind } from './error-kinds.ts'
import type { SchemeErrors } from './oracle-tasks.ts'
import { SCHEME_ROWS } from './schemes.ts'

const PAINTS: Readonly<Record<Kind['kind'], Paint>> = {
  initialisation: 'cool',
  discretisation: 'hot',
  truncation: 'warm',
  score: 'ink-faint',
}
/** Pixels that the axis takes of a figure's width, and those that a bar needs for its letter, and for its value too. */
const [AXIS, LETTER, VALUE] = [70, 13, 30]

/** Whole powers of ten, at most seven: what is smaller stands at the foot with its number. */
export function reachOf(schemes: readonly SchemeErrors[]): [number, number] {
  const positive = schemes.flatMap(({ errors }) => (errors ? Object.values(errors).filter((value) => value! > 0) : []))
  const top = 10 ** Math.ceil(Math.log10(Math.max(1e-300, ...positive)) + 0.05)
  const low = 10 ** Math.floor(Math.log10(Math.min(top / 10, ...positive)))
  return [Math.max(low, top * 1e-7), top]
}

export function errorFigure(
  title: string,
  sentence: string,
  schemes: readonly SchemeErrors[],
  width: number,
): FigureSpec {
  const kinds = kindsOf(schemes)
  const places = besideEachOther(Math.max(3, kinds.length), 0.72)
  const bar = ((width - AXIS) / Math.max(1, schemes.length)) * places.width
  const reach = reachOf(schemes)
  const shown = (value: number) => Math.max(value, reach[0])
  const textOf = ({ letter }: Kind, value: number) =>
    bar > VALUE ? `${letter} ${formatShort(value, 2)}` : bar > LETTER ? letter : undefined
  const bars = kinds.map((kind, k): Mark => ({
    mark: 'bars',
    paint: PAINTS[kind.kind],
    width: places.width,
    bars: schemes.flatMap(({ scheme, errors }, i) => {
      if (!errors) return []
      const value = errors[kind.kind]
      if (value === undefined) return []
      const label = `${SCHEME_ROWS[scheme].label}, ${kind.label}: ${formatShort(value)}`
      return [{ x: i + places.at(k), y: shown(value), label, text: textOf(kind, value) }]
    }),
  }))
  const ends = schemes.flatMap(({ errors, reason, scheme }, i): Mark[] => {
    if (!errors) {
      const labels = [{ x: i, y: reach[0], text: 'no finite answer', anchor: 'middle', dy: -8 } as const]
      return [{ mark: 'labels', labels, hint: `${SCHEME_ROWS[scheme].label}: ${reason}` }]
    }
    const y = shown(errors.w2)
    const text = formatShort(errors.w2, bar > VALUE ? 3 : 2)
    return [
      { mark: 'rule', paint: 'ink', y, from: i - 0.42, to: i + 0.42, dash: [], width: 2 },
      { mark: 'labels', paint: 'ink', strong: true, labels: [{ x: i + 0.42, y, text, anchor: 'end', dy: -7 }] },
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
        y: { title: 'W₂ (data units)', scale: 'log', domain: [reach[0], reach[1] * 1.6] },
        marks: [...bars, ...ends],
      },
    ],
  }
}
