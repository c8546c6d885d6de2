import { isPlaced } from '#axes/schemes/schemes.ts'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import type { ProcessSpec } from '../process/processes.ts'
import { gaussianErrors } from './gaussian-errors.ts'
import { draggedKnot } from './incremental.ts'
import { SCHEME_NAMES } from './schemes/schemes.ts'

const spectrum = [4, 1, 0.1, 0.001]
const vp: ProcessSpec = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 }
const edm: ProcessSpec = { family: 'edm', sigmaMax: 20 }
const grid = (end: number) => Array.from({ length: 12 }, (_, k) => end * ((12 - k) / 12) ** 2)

describe('a dragged knot', () => {
  it.each(SCHEME_NAMES.filter(isPlaced))('%s: answers as the whole oracle does on the moved grid', (scheme) => {
    for (const process of [vp, edm]) {
      const times = grid(process === vp ? 1 : 20)
      const asked = { spectrum, process, scheme, sChurn: 3, misfit: 0.02 }
      for (const knot of [0, 1, 2, 5, 10, 11]) {
        const at = draggedKnot({ ...asked, times }, knot)
        const time =
          knot === 0 ? times[0] * 0.97 : knot === 11 ? times[11] * 0.4 : 0.4 * times[knot - 1] + 0.6 * times[knot + 1]
        const whole = gaussianErrors({ ...asked, times: times.with(knot, time) })
        const moved = at(time)
        expect(moved.w2 / whole.w2).toBeCloseTo(1, 10)
        moved.variances.forEach((v, j) => expect(v / whole.variances[j]).toBeCloseTo(1, 9))
      }
    }
  })

  it('ends at sigma = 0 like the whole grid', () => {
    const times = [20, 5, 1, 0.2, 0]
    for (const scheme of ['dpmpp2m', 'edm', 'euler'] as const) {
      const whole = gaussianErrors({ spectrum, process: edm, scheme, times: times.with(3, 0.3) })
      expect(draggedKnot({ spectrum, process: edm, scheme, times }, 3)(0.3).w2).toBeCloseTo(whole.w2, 12)
    }
  })

  it('refuses to pass its neighbours', () => {
    const at = draggedKnot({ spectrum, process: vp, scheme: 'em', times: [1, 0.5, 0.1] }, 1)
    for (const time of [1, 0.1, 2, Number.NaN]) expect(() => at(time)).toThrow(Refusal)
  })
})
