/** `fid A B` judges pictures, and `fid features=A.npy,B.npy` features that somebody has computed already: FID and its family. */
import type { Command } from 'commander'
import { FEATURE_NAMES } from '#axes/judges/judges.ts'
import { judgeOptions, RESIZES } from '#contract/judge-options.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { judgeFeatures } from '#diffusion/metrics/judge-features.ts'
import { parseNpy } from '#files/npy.ts'
import { PLAIN_ALGEBRA, type Algebra } from '#theory/statistics/algebra.ts'
import type { Features } from '#theory/statistics/features.ts'
import { addCommand, type Invocation } from './command.ts'
import { verdictText } from './fid-text.ts'
import { number, table, type Output } from './output.ts'
import { readBytes, readWords } from './words.ts'

export function addFidCommand(program: Command): void {
  addCommand(
    program,
    'fid',
    `FID and its family: A B [features=${FEATURE_NAMES.join('|')} resize=${RESIZES.join('|')}], each a run, data set, folder, .npy, .npz or ZIP; A out=MOMENTS.npz; or features=A.npy,B.npy (n x d each)`,
    fid,
    [['--self-test', 'judge sets whose numbers are known, and say what is found']],
  )
}

async function fid({ words, options: flags, output }: Invocation): Promise<void> {
  if (flags.selfTest === true) return knownAnswers(words, output)
  if (words.some((word) => /^features=.*(,|\.npy$)/.test(word))) return fidOfFeatures(words, output)
  const options = parse(judgeOptions, readWords(words.filter((word) => word.includes('='))), 'Options')
  const { judgeWords } = await import('./fid-sides.ts')
  await judgeWords(
    words.filter((word) => !word.includes('=')),
    options,
    output,
  )
}

/** Exit code 2 where an answer is missed: the numbers of this machine are then not to be trusted. */
async function knownAnswers(words: readonly string[], output: Output): Promise<void> {
  if (words.length > 0) throw new Refusal(`--self-test takes no other word; got ${words[0]}.`, { field: 'self-test' })
  const { selfTest } = await import('#theory/statistics/self-test.ts')
  const answers = await selfTest()
  if (answers.some(({ holds }) => !holds)) process.exitCode = 2
  output.answer({ answers }, () =>
    table(
      ['', 'known', 'found', 'difference', '', 'why it is known'],
      answers.map(({ name, why, expected, found, difference, holds }) => [
        name,
        number(expected, 8),
        number(found, 8),
        number(difference, 2),
        holds ? 'holds' : 'MISSED',
        why,
      ]),
    ),
  )
}

async function fidOfFeatures(words: readonly string[], output: Output): Promise<void> {
  const [samples, reference] = readFeatureFiles(words)
  const verdict = await judgeFeatures(samples, reference, {
    algebra: await algebraFor(samples, reference),
    given: { samples: samples.name, reference: reference.name, features: 'given' },
    tick: (stage, done, of) => output.progress(`${stage}: ${Math.floor((100 * done) / of)} %`),
  })
  output.answer(verdict, () => verdictText(verdict))
}

/** Multiplications that plain TypeScript does in about the time that TensorFlow takes to load. */
const LIGHT = 1e9

/** TensorFlow, where there is one, for sets that are worth loading it. */
async function algebraFor(samples: Features, reference: Features): Promise<Algebra> {
  const rows = (samples.rows.length + reference.rows.length) / samples.d
  if (!(rows * rows * samples.d > LIGHT || samples.d > 256)) return PLAIN_ALGEBRA
  const [{ openCompute }, { float64Algebra }] = await Promise.all([
    import('#compute/backend.ts'),
    import('#compute/float64-algebra.ts'),
  ])
  return float64Algebra((await openCompute()).tf)
}

function readFeatureFiles(words: readonly string[]): [Features, Features] {
  const unknown = words.find((word) => !word.startsWith('features='))
  if (unknown !== undefined || words.length !== 1)
    throw new Refusal(`Expected features=A.npy,B.npy alone${unknown === undefined ? '' : `; got ${unknown}`}.`, {
      field: 'features',
    })
  const files = words[0].slice('features='.length).split(',')
  if (files.length !== 2 || files.includes(''))
    throw new Refusal(`features must name two .npy files with a comma between; got ${files.length}.`, {
      field: 'features',
    })
  return [readFeatures(files[0]), readFeatures(files[1])]
}

/** A .npy of shape (n, d). */
function readFeatures(file: string): Features {
  const { shape, data, dtype } = parseNpy(readBytes(file), file)
  if (shape.length !== 2)
    throw new Refusal(`${file} has shape (${shape.join(', ')}); features are rows, of shape (n, d).`, { field: file })
  if (!dtype.startsWith('f'))
    throw new Refusal(`${file} holds ${dtype}, not floating-point numbers: features are float32 or float64.`, {
      field: file,
    })
  return { rows: data instanceof Float32Array ? data : Float64Array.from(data), d: shape[1], name: file }
}
