/**
 * Twenty-nine public reports of people who do this work, replayed: one row each, with the value that is right. Numbers are NumPy's (2.4.6),
 * SciPy's (1.17.1) and Pillow's (13.0.0), by the call beside them. What was wrong before is in the row's words.
 */
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { toCamel } from '#contract/casing.ts'
import { advisedFields } from '#contract/import-advice.ts'
import { importSpec, type ImportFields } from '#contract/import.ts'
import { furtherConfig } from '#contract/further.ts'
import { keepApart } from '#contract/keep-apart.ts'
import { parse, parseRunConfig, parseSchedule } from '#contract/parse.ts'
import { quantise } from '#contract/quantise.ts'
import { trainConfig } from '#contract/run-config.ts'
import { arrayDataset, type ArrayOptions } from '#datasets/array-dataset.ts'
import { describeDataset } from '#datasets/describe-dataset.ts'
import { readSource } from '#datasets/import-source.ts'
import { momentsOf } from '#diffusion/metrics/frechet.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import { emaDecayAt, learningRateAt } from '#diffusion/training/rates.ts'
import { balanceResults, frechetResult } from '#engine/evaluation-results.ts'
import type { History } from '#history/history.ts'
import { fitSchedule, type SampleConfig } from '#runs/convert-range.ts'
import { remarksOf } from '#runs/remarks.ts'
import { trainedSpan } from '#theory/effort/trained-span.ts'
import { gaussianErrors } from '#theory/errors/gaussian-errors.ts'
import { encodePng } from '#pictures/encode-png.ts'
import { bring } from '#theory/grids/bring/bring.ts'
import { readWrittenList } from '#theory/grids/bring/lists.ts'
import { diagnose } from '#theory/grids/doctor/doctor.ts'
import { foreignConfig } from '#theory/grids/foreign-config.ts'
import { sigmaSequence, type ScheduleSpec } from '#theory/grids/sequences.ts'
import { fewReferences } from '#theory/statistics/few-references.ts'
import { frechetOfMoments } from '#theory/statistics/frechet.ts'
import { classProportions, clopperPearson } from '#theory/statistics/proportions.ts'
import { withScheduleTaken } from './given-schedule.ts'
import { arrayOf, bits, floatTiff, itemsOf, linearBetaSigmas, npyOf, ramp, trailingSigmas, withPicture } from './testing/field-inputs.ts' // prettier-ignore

const open = (images: ReturnType<typeof arrayOf>, options: ArrayOptions = {}, labels: typeof images | null = null) =>
  arrayDataset('a', { images, labels }, options, 'f')
const statistics = (images: Parameters<typeof open>[0], options?: ArrayOptions) => {
  const { mean, std, reading } = describeDataset(open(images, options))
  return { mean, std, said: JSON.stringify(reading) }
}
/** What it refuses, in its own words. */
const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was refused')
}
const folder = (file: string, bytes: Uint8Array, options: ImportFields) =>
  withPicture(file, bytes, (at) => readSource(at, options))
const alphaBars = (sigmas: readonly number[], order = 'falling') => readWrittenList(JSON.stringify({ version: 1, name: 'a', parameters: null, parameterisation: 'alpha-bar', data_range: [-1, 1], order, terminal_zero: false, sigmas })) // prettier-ignore
const findings = (sigmas: ArrayLike<number>, more: object = {}) =>
  diagnose({ sigmas, sampler: 'ddim', process: 'vp', ...more }).map(({ level, code, message, why }) => `${level} ${code}: ${message} ${why}`) // prettier-ignore
const remarks = (schedule: object, sampler: object = { name: 'heun' }) => {
  const given = parseRunConfig({ kind: 'sample', schedule, sampler }) as SampleConfig
  const { config, schedule: file } = fitSchedule(given, [0, 1])
  const trained = { span: trainedSpan({ name: 'log-normal', pMean: -0.1, pStd: 0.8 }), sigmaData: 0.335 }
  return remarksOf({ given, fitted: config, sigmas: file.sigmas, dataRange: [0, 1], trained })
}
const karras = (ends: object) => ({ family: 'karras', levels: 6, sigma_max: 12, sigma_min: 0.07, data_range: [0, 1], ...ends }) // prettier-ignore
const predictions = (found: readonly number[]) => ({
  classes: found.length,
  probabilities: Float32Array.from(found.flatMap((n, k) => Array.from({ length: n }, () => found.map((_, at) => Number(at === k))).flat())), // prettier-ignore
})
const DIGITS = Array.from({ length: 10 }, (_, k) => String(k))
const reference = (counts: readonly number[], spec: object = {}) => ({
  name: 'mnist-subset',
  classes: DIGITS,
  labels: Uint8Array.from(counts.flatMap((n, k) => Array<number>(n).fill(k))),
  lineage: { sourceName: 'mnist', sourceHash: '', step: 'subset', spec },
})
const distance = (n: number, of = 'c'.repeat(64)) => [{ name: 'frechet_distance', value: 1, protocol: { distance: 'Fréchet distance', classifier: 'a'.repeat(64), n, n_reference: 1000, reference: of } }] // prettier-ignore
const ZTSNR = [0, 0.0030330723706475447, 0.017883163872704538, 0.05578332001291966, 0.12844772385330852, 0.24235916655614523, 0.39354405750427757, 0.5665157543278662, 0.7387001074220011, 0.8880858947943184] // prettier-ignore
const ALPHAS = [0.9982960278384514, 0.892980537080597, 0.7521434016355804, 0.5888187041501128, 0.42288152426173453, 0.2749990668501319, 0.15981643744582558, 0.08191671352889711, 0.03654652460771403, 0.014004897893943923] // prettier-ignore

const CASES: readonly [id: string, what: string, check: () => unknown][] = [
  ['C1', 'zero terminal SNR: sigma_1 is infinite, and a stand-in is named', () => {
    expect(findings(alphaBars(ZTSNR).sigmas)[0]).toMatch(/^error infinite-start: .*4518/)
    expect(alphaBars(ZTSNR).sigmas[1]).toBeCloseTo(18.130049481303935, 9)
    expect(findings(alphaBars([2 ** -24, ...ZTSNR.slice(1)]).sigmas).filter((one) => one.startsWith('error'))).toEqual([])
  }],
  ['C2', 'betas of T = 1000 used with T = 100 (SNR .5712 at the start): a warning, was a note', () => {
    expect(linearBetaSigmas(100, 1)[0]).toBeCloseTo(1.32308467143281, 12)
    expect(findings(linearBetaSigmas(100, 1), { dataStd: 1 }).join()).toMatch(/warning terminal-snr: .*0\.571/)
    expect(linearBetaSigmas(100, 10)[0]).toBeCloseTo(221.45526175962152, 7)
    expect(findings(linearBetaSigmas(100, 10)).join()).not.toContain('terminal-snr')
  }],
  ['C3', 'one value of -1.2e-7 among floats in [0, 1]: rounding, was read as [-1, 1]', () => {
    const { mean, std, said } = statistics(arrayOf(ramp(-1.1920929e-7), [20, 8, 8]))
    expect([mean, std]).toEqual([expect.closeTo(0.5000000099335011, 9), expect.closeTo(0.2898049852762149, 9)])
    expect(said).toMatch(/1 of 1280 values lay outside by rounding, by 1\.2e-7/)
  }],
  ['C4', 'pictures of 0 and 1 as integers: as the same bits as booleans, were black', () => {
    for (const images of [arrayOf(Uint8Array.from(bits), [20, 8, 8]), arrayOf(Float64Array.from(bits), [20, 8, 8], 'i8'), arrayOf(Uint8Array.from(bits), [20, 8, 8], 'b1')])
      expect(statistics(images)).toMatchObject({ mean: expect.closeTo(0.46171875, 12), std: expect.closeTo(0.49853239202526994, 12) })
  }],
  ['C5', 'labels 1 to 26: 26 classes, were 27 with an empty one', () => {
    const letters = Uint8Array.from({ length: 52 }, (_, i) => 1 + (i % 26))
    const { classes, classCounts } = (({ classes: all }) => ({ classes: all.map(({ name }) => name), classCounts: all.map(({ count }) => count) }))(describeDataset(open(arrayOf(new Uint8Array(52 * 64).fill(200), [52, 8, 8]), {}, arrayOf(letters, [52]))))
    expect([classes[0], classes.length, new Set(classCounts)]).toEqual(['1', 26, new Set([2])])
  }],
  ['C6', 'big-endian, float16, Fortran order: one content; text labels: the call that numbers them', async () => {
    const values = [...ramp()].slice(0, 320)
    const hashes = await Promise.all([
      npyOf('<f4', [5, 8, 8], itemsOf(values, (view, at, value) => view.setFloat32(at, value, true), 4)),
      npyOf('>f4', [5, 8, 8], itemsOf(values, (view, at, value) => view.setFloat32(at, value), 4)),
      npyOf('<f8', [5, 8, 8], itemsOf(values, (view, at, value) => view.setFloat64(at, Math.fround(value), true), 8)),
    ].map((bytes) => withPicture('a.npy', bytes, async (at) => (await readSource(`${at}/a.npy`)).hash)))
    expect(new Set(hashes).size).toBe(1)
    await expect(withPicture('a.npy', npyOf('<U3', [2], new Uint8Array(24)), (at) => readSource(`${at}/a.npy`))).rejects.toThrow(/<U3/)
  }],
  ['C7', 'distances at n = 100 and 400: columns of their own with the cause, shared one', () => {
    const { lists, apart } = keepApart([distance(100), distance(400)])
    expect(lists.map(([{ name }]) => name)).toEqual(['frechet_distance (n 100)', 'frechet_distance (n 400)'])
    expect(apart[0].reason).toMatch(/of 100 and of 400 pictures/)
  }],
  ['C8', 'one sample: distance and p are null with the reason, were 10,366.8 and .557', async () => {
    const one = { features: new Float32Array(2), moments: momentsOf(new Float32Array(2), 2), predictions: predictions([1, ...Array<number>(9).fill(0)]) }
    const moments = momentsOf(Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * i)), 2)
    expect(await frechetResult(one, moments, {}, async () => {})).toMatchObject({ value: null, protocol: { reason: expect.stringMatching(/^One sample/) } })
    const [, p] = balanceResults(one.predictions, DIGITS, { ...reference(Array<number>(10).fill(100)), lineage: undefined }, {})
    expect(p).toMatchObject({ value: null, protocol: { reason: expect.stringMatching(/smallest expected count is 0\.1, below 5/) } })
  }],
  ['C9', '28 x 28 in a U-Net of four levels: refused with the count', () => {
    const network = trainConfig.parse({ kind: 'train', network: { architecture: 'unet', multipliers: [1, 2, 2, 2] }, training: { steps: 3 } }).network
    expect(refusal(() => buildNetwork({} as never, toCamel(network) as never, { height: 28, width: 28, channels: 1 }, 0))).toMatch(/4 multipliers halve the image 3 times, but 28 x 28 does not divide by 8/)
  }],
  ['C10', 'a list that ends in 0, as a list and as a file: 10 levels, was refused', () => {
    const list = [14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0]
    expect(sigmaSequence(toCamel(parseSchedule({ family: 'list', sigmas: list })) as ScheduleSpec)).toHaveLength(10)
    const history = { read: { schedules: () => [] } } as unknown as History
    const { config } = withScheduleTaken({ kind: 'sample', schedule: `[${list.join(', ')}]` }, history)
    expect(parseRunConfig(config)).toMatchObject({ schedule: { sigmas: list.slice(0, -1) } })
  }],
  ['C11', 'one step, [sigma_max, 0]: taken, was refused', () => {
    expect(parseSchedule({ family: 'list', sigmas: [2.5, 0] })).toMatchObject({ sigmas: [2.5] })
    expect([...sigmaSequence({ family: 'karras', levels: 1, sigmaMax: 20, sigmaMin: 0.02 } as ScheduleSpec)]).toEqual([20])
  }],
  ['C12', 'a churn window without a level does nothing, and churn has a cap at 6 (sqrt 2 - 1): both told, were silent', () => {
    expect(remarks(karras({}), { name: 'heun', s_churn: 40, s_tmin: 5, s_tmax: 1 })[0]).toMatchObject({ code: 'no-effect' })
    expect(remarks(karras({}), { name: 'heun', s_churn: 40 })[0].message).toContain('2.48528')
  }],
  ['C13', '16-bit grey: round(255 i / 7); transparent parts said to lie on black', async () => {
    const deep = await sharp(Uint16Array.from({ length: 64 }, (_, i) => Math.round((65535 * (i % 8)) / 7)), { raw: { width: 8, height: 8, channels: 1 } }).toColourspace('grey16').png().toBuffer()
    expect([...(await folder('a.png', deep, { size: 8, channels: 1 })).pixels.subarray(0, 8)]).toEqual([0, 36, 73, 109, 146, 182, 219, 255])
    const clear = await sharp(Uint8Array.from({ length: 256 }, (_, i) => [200, 100, 50, 128][i % 4]), { raw: { width: 8, height: 8, channels: 4 } }).png().toBuffer()
    expect(JSON.stringify((await folder('a.png', clear, { size: 8 })).reading)).toContain('transparent parts lie on black')
  }],
  ['C14', 'a float TIFF: its range is asked for, then a ramp to 255; was black', async () => {
    const tiff = floatTiff(Float32Array.from({ length: 64 }, (_, i) => i / 63), 8)
    await expect(folder('a.tif', tiff, { size: 8, channels: 1 })).rejects.toMatchObject({ field: 'float_range' })
    expect([...(await folder('a.tif', tiff, { size: 8, channels: 1, floatRange: [0, 1] })).pixels.subarray(56)]).toEqual([227, 231, 235, 239, 243, 247, 251, 255])
  }],
  ['C15', 'grey from colour is Pillow’s, 76 150 29 128; was 127 220 76 128', async () => {
    const row = [[255, 0, 0], [255, 0, 0], [0, 255, 0], [0, 255, 0], [0, 0, 255], [0, 0, 255], [128, 128, 128], [128, 128, 128]].flat()
    const found = await folder('a.png', await encodePng(Uint8Array.from(Array.from({ length: 8 }, () => row).flat()), { height: 8, width: 8, channels: 3 }), { size: 8, channels: 1 })
    expect([...found.pixels.subarray(0, 8)]).toEqual([76, 76, 150, 150, 29, 29, 128, 128])
  }],
  ['C16', 'misspelt words of an import: the nearest, were ignored', () => {
    expect(refusal(() => parse(importSpec, { chanels: 1 }, 'Import'))).toMatch(/no field chanels. Did you mean channels\?/)
    expect(refusal(() => parse(importSpec, { split: 'tset' }, 'Import'))).toMatch(/^Import: split/)
  }],
  ['C17', 'distances from two references: columns of their own with the cause, shared one', () => {
    const { apart, lists } = keepApart([distance(100), distance(100, 'd'.repeat(64))])
    expect(apart[0].reason).toMatch(/from two references/)
    expect(lists[0][0].name).not.toBe(lists[1][0].name)
  }],
  ['C18', 'a set of floats to itself: exactly 0, both sides rounded to 8 bits; was .00075', () => {
    const drawn = Float32Array.from({ length: 1280 }, (_, i) => Math.abs(Math.sin(i * i)))
    const both = [drawn, drawn].map((values) => momentsOf(quantise(values, [0, 1]), 8))
    expect(frechetOfMoments(both[0], both[1]).distance).toBe(0)
    expect(frechetOfMoments(both[0], momentsOf(drawn, 8)).distance).toBeGreaterThan(0)
  }],
  ['C19', 'alphas_cumprod as printed: starts at the clean end, in words that fit; sigma .0413 to 8.3907', () => {
    expect(findings(alphaBars(ALPHAS).sigmas).join()).toMatch(/error rising: .*starts at the clean end/)
    const { sigmas } = alphaBars(ALPHAS, 'rising')
    expect([Math.min(...sigmas), Math.max(...sigmas)]).toEqual([expect.closeTo(0.04131441199678309, 12), expect.closeTo(8.390684770218579, 9)])
  }],
  ['C20', 'a finished training goes on: same steps at a constant rate, from the whole state; was not possible', () => {
    const config = trainConfig.parse({ kind: 'train', name: 'a', training: { steps: 200 } })
    const further = { ...furtherConfig(config, 22), training: { ...config.training, steps: 400 } }
    expect(parseRunConfig(further)).toMatchObject({ continues: '22', seed: config.seed, network: config.network })
    for (const t of [1, 100, 200]) expect(learningRateAt(toCamel(further.training), t)).toBe(learningRateAt(toCamel(config.training), t))
  }],
  ['C21', 'the average forgets its start: 8.8e-21 of it is left after 900 steps', () => {
    let left = 1
    for (let t = 1; t <= 900; t++) left *= emaDecayAt(0.999, t)
    expect(left / 8.823179741260591e-21).toBeCloseTo(1, 9)
  }],
  ['C22', 'a reference of two classes in another order: found by name, the others have the share 0', () => {
    const counts = [0, 155, 0, 0, 0, 0, 0, 145, 0, 0]
    const [statistic] = balanceResults(predictions([7, 12, 0, 0, 0, 0, 0, 9, 0, 0]), DIGITS, reference(counts, { classes: ['7', '1'], n: 300 }), {})
    expect(statistic.protocol).toMatchObject({ training_counts: counts, reason: expect.stringMatching(/^Class 0 was found 7 times/) })
  }],
  ['C23', 'levels outside the training range, or units that nobody stated: told; were silent', () => {
    expect(remarks(karras({ sigma_max: 5000, sigma_min: 0.02 })).map(({ code }) => code)).toEqual(['outside-training'])
    expect(remarks(karras({ sigma_max: 0.5 })).length).toBeGreaterThan(0)
    const unstated = remarks({ family: 'karras', levels: 6, sigma_max: 80, sigma_min: 0.002 })
    expect(unstated[0]).toMatchObject({ code: 'unstated-range', message: expect.stringContaining('times 0.5') })
  }],
  ['C24', 'one colour picture, and MATLAB’s order: asked for, each advice taken; were 16 images of 16 x 3, 8 of 8 x 50', () => {
    for (const [shape, wanted] of [[[16, 16, 3], [1, 16, 16, 3]], [[8, 8, 50], [50, 8, 8, 1]]] as const) {
      const images = () => arrayOf(Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 37) % 256), [...shape])
      const taken = advisedFields(refusal(() => open(images()))).map((fields) => open(images(), toCamel(fields) as ArrayOptions))
      expect(taken.map(({ count, height, width, channels }) => [count, height, width, channels])).toContainEqual([...wanted])
    }
    expect(refusal(() => open(arrayOf(new Uint8Array(1280), [20, 64])))).toContain('x.reshape(-1, 8, 8)')
  }],
  ['C25', 'trailing lists: 4 and 8 steps are warned of by what the last one keeps, 50 are not; was the other way round', () => {
    const keeps = (n: number) => 0.5 / Math.hypot(0.5, trailingSigmas(n).at(-1)!)
    for (const [n, kept, warned] of [[4, 0.5849921995572768, true], [8, 0.7825870580845838, true], [10, 0.8256391296715774, false], [50, 0.9657, false]] as const) {
      expect(keeps(n)).toBeCloseTo(kept, n === 50 ? 3 : 6)
      const found = findings([...trailingSigmas(n), 0], { sampler: 'euler', dataStd: 0.5 }).join()
      expect(found.includes('warning last-step-jumps'), `${n} steps: ${found}`).toBe(warned)
    }
  }],
  ['C26', 'a flow that ends in 0 twice: the one to drop is named', () => {
    const [found] = diagnose({ sigmas: [1, 0.75, 0.5, 0.25, 0, 0], sampler: 'euler', process: 'flow' })
    expect([found.level, ...(found.fix?.sigmas ?? [])]).toEqual(['error', 1, 0.75, 0.5, 0.25, 0])
  }],
  ['C27', 'sigma_begin is sigma_max, a scheduler’s file is read, NCSN’s form answered; hints were the opposite ends', () => {
    expect(parseSchedule({ family: 'geometric', sigma_begin: 50, sigma_end: 0.01, num_classes: 10 })).toMatchObject({ sigma_max: 50, sigma_min: 0.01, levels: 10 })
    const { spec } = bring(JSON.stringify({ _class_name: 'EulerDiscreteScheduler', beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear', num_train_timesteps: 1000, prediction_type: 'epsilon', timestep_spacing: 'leading', steps_offset: 1 }))
    expect(JSON.stringify(spec)).toContain('leading')
    expect(foreignConfig({ model: { sigma_begin: 50, sigma_end: 0.01, num_classes: 232 }, sampling: { step_lr: 6.2e-6, n_steps_each: 5 } })?.message).toMatch(/levels: 232, sigma_max: 50, sigma_min: 0\.01.*eps: 0\.0000062, inner: 5/)
  }],
  ['C28', 'Euler on a rectified flow: NumPy’s variance and W2; Clopper-Pearson is SciPy’s', () => {
    const { variances, w2 } = gaussianErrors({ spectrum: [0.1], process: { family: 'rectified-flow' }, scheme: 'euler', points: 11 }) as { variances: Float64Array; w2: number }
    expect([variances[0], w2]).toEqual([expect.closeTo(0.06853596772418101, 13), expect.closeTo(0.05443401566327999, 13)])
    const { low, high } = clopperPearson(10, 100, 0.05)
    expect([low, high]).toEqual([expect.closeTo(0.04900468922148595, 11), expect.closeTo(0.17622259774017532, 11)])
    expect(classProportions([10, 90], 0.95).classes[0].low).toBeLessThan(low)
  }],
  ['C29', 'a reference of 20 for 64 features: null with the reason, was 1,810; a drawn reference is tested for homogeneity', () => {
    expect(fewReferences(20, 64)).toMatch(/20 images, no more than the 64 features/)
    const found = [7, 12, 9, 10, 8, 11, 10, 13, 9, 11]
    const drawn = [98, 113, 99, 102, 98, 89, 99, 104, 97, 101]
    const [, p] = balanceResults(predictions(found), DIGITS, reference(drawn, { n: 1000 }), {})
    expect(p.value).toBeCloseTo(0.9856016551469383, 12)
  }],
] // prettier-ignore

it('has a row for each of the twenty-nine', () => {
  expect(CASES.map(([id]) => id)).toEqual(Array.from({ length: 29 }, (_, i) => `C${i + 1}`))
})
it.each(CASES)('%s: %s', (_, __, check) => check() as void)
