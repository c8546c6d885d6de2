import { expect, it } from 'vitest'
import { drawFigure } from '#figures/draw.ts'
import { PAPER } from '#figures/palette.ts'
import { errorFigure, reachOf } from './error-bars.ts'
import { svgText } from '#figures/svg.ts'
import type { SchemeErrors } from './oracle-tasks.ts'

const errors = { w2: 0.3, initialisation: 0, discretisation: 0.2, truncation: 1e-12 }
const schemes: SchemeErrors[] = [
  { scheme: 'em', errors, reason: null, perEigenvalue: [] },
  { scheme: 'langevin', errors: null, reason: 'it diverges', perEigenvalue: [] },
]

const drawn = (width: number, asked = schemes) => {
  const { svg, lost } = drawFigure(errorFigure('Errors', '', asked, width), { width, height: 240, colours: PAPER })
  return { svg: svgText(svg), lost }
}

it('spans whole powers of ten, at most seven', () => {
  expect(reachOf(schemes)).toEqual([1e-7, 1].map((end) => expect.closeTo(end, 12)))
  expect(reachOf([])[0]).toBeGreaterThan(0)
})

it('lets what is smaller than that stand at the foot with its number, and says where there is no answer', () => {
  const { svg, lost } = drawn(800)
  expect(lost).toBe(0)
  for (const text of ['>i 0<', '>d 0.2<', '>t 1e-12<', '>0.3<', '>no finite answer<']) expect(svg).toContain(text)
  expect(svg).toContain('it diverges')
})

it('leaves letters alone where bars are narrow', () => {
  const apart = { ...errors, discretisation: 0.002 }
  const { svg } = drawn(180, [{ ...schemes[0], errors: apart }, schemes[1]])
  expect(svg).toContain('>d<')
  expect(svg).not.toContain('>d 0.002<')
})
