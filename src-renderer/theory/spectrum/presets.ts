/** Spectra that need no data: the published toy, a power law, and numbers typed or dropped by the user. Pure. */
import { Refusal } from '#contract/refusal.ts'
import { checkSpectrum } from '#theory/errors/spectrum.ts'

/** Gao, Nguyen & Zhu's three eigenvalues, on which the measured steps of the families are quoted. */
export const THREE = Float64Array.of(1, 0.1, 0.001)

export type PowerLaw = { d: number; power: number; largest: number }

/** l_j = largest j^-power, j = 1 .. d: the shape of natural images, whose power is near 2 per frequency. */
export function powerLaw({ d, power, largest }: PowerLaw): Float64Array {
  if (!(Number.isInteger(d) && d >= 1 && d <= 10_000))
    throw new Refusal(`d must be a whole number from 1 to 10,000, not ${d}`, { field: 'd' })
  if (!(power >= 0 && power <= 20)) throw new Refusal(`power must be from 0 to 20, not ${power}`, { field: 'power' })
  if (!(largest > 0)) throw new Refusal(`largest must be above 0, not ${largest}`, { field: 'largest' })
  return checkSpectrum(Array.from({ length: d }, (_, j) => largest * (j + 1) ** -power))
}

/** Numbers apart by commas, blanks or lines. */
export function pastedSpectrum(text: string): Float64Array {
  const words = text.split(/[\s,;]+/).filter(Boolean)
  if (words.length === 0) throw new Refusal('Type at least one eigenvalue.', { field: 'spectrum' })
  const wrong = words.find((word) => !Number.isFinite(Number(word)))
  if (wrong !== undefined) throw new Refusal(`“${wrong}” is no number.`, { field: 'spectrum' })
  return checkSpectrum(words.map(Number))
}
