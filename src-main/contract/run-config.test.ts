import { describe, expect, it } from 'vitest'
import { toCamel, toSnake } from './casing.ts'
import { applyOverrides } from './overrides.ts'
import { parseRunConfig, parseSchedule } from './parse.ts'
import { EXAMPLE_CONFIGS } from './run-config.ts'
import { EXAMPLE_SCHEDULE } from './schedule.ts'

const sample = EXAMPLE_CONFIGS.sample

describe('parseRunConfig', () => {
  it.each(Object.entries(EXAMPLE_CONFIGS))('takes its own example of %s, and its answer again', (_, example) => {
    const parsed = parseRunConfig(example)
    expect(parseRunConfig(parsed)).toEqual(parsed)
    expect(toSnake(toCamel(parsed))).toEqual(parsed)
  })

  it.each<[object, RegExp]>([
    [{ ...sample, shedule: 1 }, /there is no field shedule\. Did you mean schedule\?/],
    [
      { ...sample, schedule: { ...sample.schedule, sigma_mx: 3 } },
      /no field schedule\.sigma_mx\. Did you mean sigma_max\?/,
    ],
    [
      { ...sample, schedule: { family: 'karras', levels: 9, sigma_mx: 3, sigma_min: 1 } },
      /no field schedule\.sigma_mx\. Did you mean sigma_max\?/,
    ],
    [{ ...sample, schedule: { family: 'karas' } }, /schedule\.family must be one of geometric, .*karras.* got karas/],
    [
      { ...sample, kind: 'smaple' },
      /kind must be one of train, train-classifier, sample, evaluate, compare, got smaple/,
    ],
    [{ ...sample, n: 0 }, /n: .*>=1, got 0/],
    [{ ...sample, n: 2.5 }, /n: /],
    [
      { ...sample, schedule: { family: 'karras', levels: 18, sigma_max: NaN, sigma_min: 1 } },
      /schedule\.sigma_max: .*NaN/,
    ],
    [{ ...EXAMPLE_CONFIGS.train, training: { batch_size: 3 } }, /training\.steps is missing: give a number/],
    [{ ...EXAMPLE_CONFIGS.train, training: { steps: 3, stpes: 4 } }, /no field training\.stpes\. Did you mean steps\?/],
    [{ ...EXAMPLE_CONFIGS.evaluate, samples: '' }, /samples: /],
  ])('refuses %j in one sentence that names the field', (input, message) => {
    expect(() => parseRunConfig(input)).toThrow(message)
  })

  it.each([null, undefined, 3, 'train', [], [[]], { kind: null }, { __proto__: { kind: 'train' } }])(
    'refuses %j',
    (input) => {
      expect(() => parseRunConfig(input)).toThrow(/^Run configuration: /)
    },
  )
})

describe('parseSchedule', () => {
  it('fills in defaults and keeps the data range', () => {
    expect(parseSchedule({ family: 'karras', levels: 2, sigma_max: 2, sigma_min: 1 })).toMatchObject({ rho: 7 })
    expect(parseSchedule(EXAMPLE_SCHEDULE)).toEqual(EXAMPLE_SCHEDULE)
  })
  it('takes one level, refuses none', () => {
    expect(parseSchedule({ ...EXAMPLE_SCHEDULE, levels: 1 })).toMatchObject({ levels: 1 })
    expect(() => parseSchedule({ ...EXAMPLE_SCHEDULE, levels: 0 })).toThrow(/levels: .*>=1, got 0/)
  })
})

describe('applyOverrides', () => {
  it('sets deep fields and leaves the rest, and its input, alone', () => {
    const before = { a: { b: 1, c: 2 }, d: 3 }
    expect(applyOverrides(before, ['a.b=5', 'e.f=6'], Number)).toEqual({ a: { b: 5, c: 2 }, d: 3, e: { f: 6 } })
    expect(before).toEqual({ a: { b: 1, c: 2 }, d: 3 })
  })
  it.each(['steps', '=3', '__proto__.x=1', 'a..b=1'])('refuses %s', (word) => {
    expect(() => applyOverrides({}, [word], String)).toThrow(word)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})
