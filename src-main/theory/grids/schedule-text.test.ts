import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { normals, STREAMS, uniforms } from '#theory/noise/philox.ts'
import {
  parseSigmas,
  printSigmas,
  readListAsWritten,
  readSchedule,
  writeSchedule,
  type ScheduleFile,
} from './schedule-text.ts'

const schedule = (sigmas: ArrayLike<number>, terminalZero = false): ScheduleFile => ({
  name: 'a curve',
  parameters: null,
  sigmas: Float64Array.from(sigmas),
  terminalZero,
  dataRange: [0, 1],
})

/** A strictly falling curve of random length over some 40 orders of magnitude. */
function randomCurve(sample: number): Float64Array {
  const z = new Float64Array(64)
  normals({ seed: 1, stream: STREAMS.law, sample, step: 0 }, z)
  return z
    .slice(0, 2 + (sample % 60))
    .map((value) => Math.exp(12 * value))
    .toSorted()
    .toReversed()
}

describe('pasted lists', () => {
  it('are read in brackets, by commas, spaces or lines', () => {
    for (const text of [
      '[50, 20, 0.5]',
      '50,20,.5',
      '50\n20\n5e-1\n',
      '  [50;20;0.50]\r\n',
      '+50 20.\t0.5',
      '50, 20, 0.5,',
    ])
      expect([...parseSigmas(text)]).toEqual([50, 20, 0.5])
  })

  it('keep disorder and zeros for the doctor to judge', () => {
    expect([...parseSigmas('[1, 1, -2, 0]')]).toEqual([1, 1, -2, 0])
  })

  it('are refused with the line and column of what is no number', () => {
    expect(() => parseSigmas('50, twenty, 1')).toThrow('Line 1, column 5: expected a number at "twenty, 1"')
    expect(() => parseSigmas('50\n20\n1x')).toThrow('Line 3, column 2: expected a comma')
    expect(() => parseSigmas('[50, 20')).toThrow('the closing bracket is missing')
    expect(() => parseSigmas('[50, 20] 3')).toThrow('Line 1, column 10: something follows')
    expect(() => parseSigmas('[[1], 2]')).toThrow('Line 1, column 2')
    expect(() => parseSigmas('1, NaN')).toThrow('column 4')
    expect(() => parseSigmas('1e999')).toThrow('too large')
    expect(() => parseSigmas('[]')).toThrow('holds no number')
    expect(() => parseSigmas('0x10 2')).toThrow('column 2')
  })

  it('take a million levels and not one more', () => {
    expect(parseSigmas('1\n'.repeat(1_000_000))).toHaveLength(1_000_000)
    expect(() => parseSigmas('1\n'.repeat(1_000_001))).toThrow('more than 1000000')
    expect(() => parseSigmas(' '.repeat(33_000_000))).toThrow('characters')
  })

  it('never fail otherwise, whatever is pasted', () => {
    const alphabet = '0123456789.,;-+eE[] \n\tNaNx{}"'
    const u = new Float64Array(40)
    for (let sample = 0; sample < 2000; sample++) {
      uniforms({ seed: 2, stream: STREAMS.law, sample, step: 0 }, u)
      const text = Array.from(
        u.subarray(0, 1 + (sample % 39)),
        (value) => alphabet[Math.floor(value * alphabet.length)],
      ).join('')
      try {
        expect(parseSigmas(text).every(Number.isFinite)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal)
      }
    }
  })

  it('print as the shortest text that reads back the same, for 1,000 random curves', () => {
    expect(printSigmas([50, 0.1, 1e-7])).toBe('[50, 0.1, 1e-7]')
    for (let sample = 0; sample < 1000; sample++) {
      const curve = randomCurve(sample)
      expect(parseSigmas(printSigmas(curve))).toEqual(curve)
    }
  })
})

describe('schedule files', () => {
  it('give every field and every bit back, for 1,000 random curves', () => {
    for (let sample = 0; sample < 1000; sample++) {
      const whole = { ...schedule(randomCurve(sample), sample % 2 === 1), parameters: { family: 'list', rho: 1 / 3 } }
      expect(readSchedule(writeSchedule(whole))).toEqual(whole)
    }
  })

  it('are read rising or falling, with the 0 or without, by what they state', () => {
    const stated = { version: 1, name: 'x', parameters: null, parameterisation: 'sigma', data_range: [0, 1] }
    const read = (file: object) => readSchedule(JSON.stringify({ ...stated, ...file }))
    const expected = [10, 1, 0.1]
    expect([...read({ order: 'falling', terminal_zero: false, sigmas: expected }).sigmas]).toEqual(expected)
    expect([...read({ order: 'falling', terminal_zero: true, sigmas: [...expected, 0] }).sigmas]).toEqual(expected)
    expect([...read({ order: 'rising', terminal_zero: true, sigmas: [0, 0.1, 1, 10] }).sigmas]).toEqual(expected)
    expect(() => read({ order: 'rising', terminal_zero: false, sigmas: expected })).toThrow('fall strictly')
    expect(() => read({ order: 'falling', terminal_zero: false, sigmas: [1, 0] })).toThrow('terminal_zero is false')
    const alphaBars = read({
      order: 'falling',
      terminal_zero: true,
      sigmas: [0.01, 0.5, 1],
      parameterisation: 'alpha-bar',
    })
    expect(alphaBars.sigmas[0]).toBeCloseTo(Math.sqrt(99), 12)
    expect(alphaBars.sigmas[1]).toBe(1)
    const logSnr = read({ order: 'falling', terminal_zero: false, sigmas: [-2, 0, 4], parameterisation: 'log-snr' })
    expect([...logSnr.sigmas]).toEqual([Math.E, 1, Math.exp(-2)])
  })

  it('hand the doctor even what the editor refuses', () => {
    const bad = JSON.stringify({
      version: 1,
      name: 'x',
      parameterisation: 'sigma',
      order: 'falling',
      terminal_zero: true,
      sigmas: [1, 1, 0],
    })
    expect([...readListAsWritten(bad).sigmas]).toEqual([1, 1, 0])
    expect(() => readSchedule(bad)).toThrow(Refusal)
  })

  it('are refused with the field at fault', () => {
    const good = JSON.parse(writeSchedule(schedule([2, 1]))) as Record<string, unknown>
    const fieldOf = (change: object) => {
      try {
        readSchedule(JSON.stringify({ ...good, ...change }))
      } catch (error) {
        return (error as Refusal).field
      }
      return 'accepted'
    }
    expect(fieldOf({})).toBe('accepted')
    expect(fieldOf({ version: 2 })).toBe('version')
    expect(fieldOf({ order: 'up' })).toBe('order')
    expect(fieldOf({ terminal_zero: 1 })).toBe('terminal_zero')
    expect(fieldOf({ data_range: [1, 0] })).toBe('data_range')
    expect(fieldOf({ sigmas: [1, '0'] })).toBe('sigmas')
    expect(fieldOf({ sigmas: 'many' })).toBe('sigmas')
    expect(fieldOf({ parameters: [1] })).toBe('parameters')
    expect(fieldOf({ parameters: { a: {} } })).toBe('parameters')
    expect(fieldOf({ parameterisation: 'beta' })).toBe('parameterisation')
    expect(fieldOf({ name: 3 })).toBe('name')
    expect(fieldOf({ sigmaz: [] })).toBe('sigmaz')
    expect(() => readSchedule('{')).toThrow('no JSON')
    expect(() => readSchedule('[1]')).toThrow('one JSON object')
  })
})
