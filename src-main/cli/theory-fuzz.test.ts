/** ANNEAL_FUZZ=10000 npx vitest run src-main/cli/theory-fuzz.test.ts: the whole of it, with the counts printed. */
import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { SCHEMES } from '#contract/theory.ts'
import { errorTable } from '#theory/errors/table.ts'
import { STREAMS, uniforms } from '#theory/noise/philox.ts'
import { PROCESS_NAMES } from '#theory/process/processes.ts'
import { optimisedGrid, THEORY_ANSWERS } from './theory-answers.ts'
import { toJson } from './output.ts'
import { readWords } from './words.ts'

const CASES = Number(process.env.ANNEAL_FUZZ ?? 300)
/** A magnet of the most updates that are let through takes a minute. */
const LONGEST_SECONDS = 100
const ODD = [
  '',
  'abc',
  '-1',
  '0',
  '.nan',
  '.inf',
  '1e400',
  '1e-320',
  '1e308',
  '-.5',
  '3.7',
  '[1,2]',
  '{a: 1}',
  'true',
  '1,,2',
  'd',
]

type Draw = {
  /** The next uniform number in [0, 1). */
  next(): number
  log(low: number, high: number): number
  pick<T>(list: readonly T[]): T
}

function drawOf(sample: number): Draw {
  const u = new Float64Array(128)
  uniforms({ seed: 8, stream: STREAMS.law, sample, step: 0 }, u)
  let at = 0
  const next = () => u[at++ % u.length]
  return {
    next,
    log: (low, high) => 10 ** (low + (high - low) * next()),
    pick: (list) => list[Math.floor(next() * list.length)],
  }
}

const whole = (draw: Draw, low: number, high: number) => Math.round(draw.log(low, high))
const list = (draw: Draw) =>
  Array.from({ length: whole(draw, 0, 1) }, () => (draw.next() < 0.1 ? 0 : draw.log(-8, 4))).join(',')

/** Every process with the parameters of any: what a family does not have is to be refused. */
function processWords(draw: Draw): Record<string, string | number> {
  const family = draw.pick(PROCESS_NAMES)
  const has = (name: string) => family.startsWith(name) || draw.next() < 0.02
  return {
    family,
    ...((has('vp-') || has('sub-')) &&
      family !== 'vp-cosine' && { beta_min: draw.log(-3, 0), beta_max: draw.log(-1, 2.5) }),
    ...(has('ve-') && { sigma_min: draw.log(-4, -1), sigma_max: draw.log(-1, 3) }),
    ...(has('edm') && { sigma_max: draw.log(-1, 3) }),
    ...(family.endsWith('polynomial') && { rho: draw.log(-1, 1.5) }),
    ...(has('interpolant') && { variance: draw.pick(['1', 'd', '2']), d: whole(draw, 0, 4) }),
  }
}

const pathWords = (draw: Draw, largest: number) => ({
  d: whole(draw, 0, largest),
  alpha: draw.pick(['trig', 'lin']),
  variance: draw.pick(['1', 'd']),
  dilation: draw.pick(['none', 'vp', 've-lin', 've-trig', 've-trig-alpha', 've-trig-log']),
  kappa: draw.log(-2, 2),
})

type Case = { words: (draw: Draw) => Record<string, string | number>; run: (input: Record<string, unknown>) => object }

const COMMANDS: Record<keyof typeof THEORY_ANSWERS | 'optimise' | 'table', Case> = {
  process: { words: (draw) => ({ ...processWords(draw), t: draw.next() }), run: THEORY_ANSWERS.process.run },
  gaussian: {
    words: (draw) => ({
      ...processWords(draw),
      spectrum: list(draw),
      scheme: draw.pick(SCHEMES),
      ...(draw.next() < 0.9 && { points: whole(draw, 0, draw.next() < 0.02 ? 6 : 2.5) }),
      eps: draw.pick([0, 1e-5, 1e-3, 1e-2, 0.5]),
      start: draw.pick(['prior', 'exact']),
      ...(draw.next() < 0.3 && { misfit: draw.next() - 0.4 }),
      ...(draw.next() < 0.3 && { inner: whole(draw, 0, 5), step_lr: draw.log(-8, 1) }),
      ...(draw.next() < 0.2 && {
        s_churn: draw.log(-1, 2),
        s_tmin: draw.next(),
        s_tmax: draw.log(-1, 2),
        s_noise: 1.003,
      }),
    }),
    run: THEORY_ANSWERS.gaussian.run,
  },
  steps: {
    words: (draw) => ({ ...processWords(draw), spectrum: list(draw), target: draw.log(-2, 1) }),
    run: THEORY_ANSWERS.steps.run,
  },
  soft: {
    words: (draw) => ({
      frequencies: draw.pick(['0', '0,1', '0,1,4', '3,16', '40']),
      spectrum: draw.pick(['1', '1,0.5', '1,0.5,0.1', list(draw)]),
      blur_max: draw.log(-6, 2),
      sigma_min: draw.log(-6, 0),
      sigma_max: draw.log(-3, 3),
      noise_share: draw.next(),
      steps: whole(draw, 0, 3),
      schedule: draw.pick(['two-stage', 'joint']),
      sampler: draw.pick(['naive', 'momentum', 'momentum-ode']),
    }),
    run: THEORY_ANSWERS.soft.run,
  },
  langevin: {
    words: (draw) => ({
      sigmas: list(draw)
        .split(',')
        .toSorted((a, b) => Number(b) - Number(a))
        .join(','),
      eps: draw.log(-12, -2),
      inner: whole(draw, 0, 6),
      convention: draw.pick(['code', 'report']),
      start_variance: draw.log(-3, 4),
      spectrum: list(draw),
    }),
    run: THEORY_ANSWERS.langevin.run,
  },
  'finite-data': {
    words: (draw) => ({
      spectrum: list(draw),
      ...(draw.next() < 0.5 ? { images: whole(draw, 0, 6) } : { target: draw.log(-3, 1) }),
      sigma: draw.log(-3, 2),
    }),
    run: THEORY_ANSWERS['finite-data'].run,
  },
  unfinished: {
    words: (draw) => ({
      spectrum: list(draw),
      ...(draw.next() < 0.5 ? { time: draw.log(-6, 8) } : { target: draw.log(-3, 1) }),
      initial: draw.pick([0, 0.5, 1]),
      sigma_max: draw.log(-1, 3),
      sigma_min: draw.log(-4, -1),
    }),
    run: THEORY_ANSWERS.unfinished.run,
  },
  mixture: {
    words: (draw) => ({
      ...pathWords(draw, 8),
      m: draw.log(-4, 3),
      std: draw.log(-4, 3),
      p: draw.next(),
      steps: whole(draw, 0, draw.next() < 0.02 ? 5 : 2),
    }),
    run: THEORY_ANSWERS.mixture.run,
  },
  'curie-weiss': {
    words: (draw) => ({
      ...pathWords(draw, draw.next() < 0.02 ? 9 : 2.5),
      steps: whole(draw, 0, 1.5),
      beta: draw.log(-2, 2),
      ...(draw.next() < 0.5 && { h: 4 * draw.next() - 2 }),
      law: draw.pick(['limit', 'finite']),
      chains: whole(draw, 0, draw.next() < 0.05 ? 6 : 1),
      seed: whole(draw, 0, 6),
    }),
    run: THEORY_ANSWERS['curie-weiss'].run,
  },
  optimise: {
    words: (draw) => ({
      ...(draw.next() < 0.5 && processWords(draw)),
      spectrum: list(draw),
      scheme: draw.pick(SCHEMES),
      points: whole(draw, 0, 0.9),
    }),
    run: (input) => optimisedGrid(input).answer,
  },
  table: {
    words: (draw) => ({ spectrum: list(draw) }),
    run: ({ spectrum }) => errorTable(String(spectrum).split(',').map(Number)),
  },
}
const NAMES = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]

/** The words of a sane question, in which now and then one is made odd, left out, or strange. */
function wordsOf(words: Record<string, string | number>, draw: Draw): string[] {
  const entries = Object.entries(words).map(([key, value]) => [key, String(value)])
  const what = draw.next()
  const at = Math.floor(draw.next() * entries.length)
  if (what < 0.15) entries[at][1] = draw.pick(ODD)
  else if (what < 0.2) entries.splice(at, 1)
  else if (what < 0.23) entries.push([draw.pick(['sigma', 'eta', 'points ', 'x.y']), '1'])
  return entries.map(([key, value]) => `${key}=${value}`)
}

/** Every number finite; the only null is a cell of the table, beside its reason. */
function checkFinite(answer: object, question: string): void {
  const text = toJson(answer)
  if (text.includes('null'))
    expect((JSON.parse(text) as { reasons?: unknown[] }).reasons?.length, question).toBeGreaterThan(0)
}

describe(`${CASES} sets of words to the theory commands`, () => {
  it(
    'each give a finite answer, or a refusal that names a field, and none takes long',
    { timeout: 1000 * Math.max(60, CASES / 5) },
    () => {
      const counts = Object.fromEntries(NAMES.map((name) => [name, { answered: 0, refused: 0 }]))
      let [longest, slowest] = [0, '']
      for (let sample = 0; sample < CASES; sample++) {
        const draw = drawOf(sample)
        // a table and an optimised grid cost a hundred times the others
        const name = draw.next() < 0.02 ? draw.pick(['optimise', 'table'] as const) : NAMES[sample % 6]
        const words = wordsOf(COMMANDS[name].words(draw), draw)
        const question = `${name} ${words.join(' ')}`
        const begun = process.cpuUsage()
        try {
          checkFinite(COMMANDS[name].run(readWords(words)), question)
          counts[name].answered += 1
        } catch (error) {
          if (!(error instanceof Refusal)) throw new Error(question, { cause: error })
          expect(error.field, `${question}: ${error.message}`).toMatch(/\w/)
          counts[name].refused += 1
        }
        const seconds = process.cpuUsage(begun).user / 1e6
        if (seconds > longest) [longest, slowest] = [seconds, question]
        expect(seconds, question).toBeLessThan(LONGEST_SECONDS)
      }
      console.log(`${CASES} sets of words, longest ${longest.toFixed(1)} s of processor time (${slowest})`, counts)
      for (const name of NAMES.slice(0, 6)) {
        expect(counts[name].answered, name).toBeGreaterThan(CASES / 60)
        expect(counts[name].refused, name).toBeGreaterThan(CASES / 120)
      }
    },
  )
})
