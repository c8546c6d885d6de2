/** `bench compute`: TensorFlow from Anneal beside PyTorch on the same weights and batch; results are appended to bench/results. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCompute } from '#compute/backend.ts'
import { machine } from '../machine.ts'
import { pythonWithTorch } from '../torch/environment.ts'
import { contest, start } from './contest.ts'
import { writeTensors } from './exchange.ts'
import { EMA_DECAY, LANGEVIN, LEARNING_RATE, ROWS } from './rows.ts'
import { RESULTS, type RowResult } from './results.ts'
import { table } from './table.ts'

/** float32 contenders must agree to five digits in what the first call gives, or their times say nothing. */
const AGREEMENT = 1e-5
/** Digits are lost on the way through 35 evaluations; and PyTorch draws its own noise for Langevin. */
const AGREEMENT_OF: Readonly<Record<string, number>> = { heun: 1e-4, langevin: 0.1 }

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rows: { type: 'string', default: Object.keys(ROWS).join(',') },
    seconds: { type: 'string', default: '240' },
    only: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const wanted = values.rows.split(',')
const unknown = wanted.find((name) => !(name in ROWS))
if (unknown) throw new Error(`no row ${unknown}: there are ${Object.keys(ROWS).join(', ')}`)

const { tf } = await openCompute({ backend: 'tensorflow' })
const python = pythonWithTorch()
const folder = mkdtempSync(join(tmpdir(), 'anneal-bench-'))
mkdirSync(join(RESULTS, '..'), { recursive: true })
try {
  const peaks = await measurePeaks()
  for (const name of wanted) {
    const row = ROWS[name]
    process.stderr.write(`${row.title}\n`)
    const task = {
      row: name,
      rowFile: join(folder, `${name}.json`),
      tensorsFile: join(folder, `${name}.safetensors`),
      python,
    }
    const options = 'options' in row ? row.options : {}
    const rates = {
      learningRate: LEARNING_RATE,
      emaDecay: EMA_DECAY,
      langevin: LANGEVIN,
      threads: availableParallelism(),
    }
    writeFileSync(task.rowFile, JSON.stringify({ ...row, options, ...rates }))
    await writeTensors(tf, row, task.tensorsFile)
    const names = row.contenders.filter((contender) => !values.only || values.only.split(',').includes(contender))
    const contenders = await contest(names, task, Number(values.rounds ?? row.rounds), Number(values.seconds))
    rmSync(task.tensorsFile)
    const result: RowResult = { row: name, at: new Date().toISOString(), machine: machine(), peaks, contenders }
    checkAgreement(result)
    appendFileSync(RESULTS, `${JSON.stringify(result)}\n`)
    process.stdout.write(`${table([result])}\n`)
  }
} finally {
  rmSync(folder, { recursive: true })
}

/** Of both libraries, one after the other, before the rows. */
async function measurePeaks(): Promise<RowResult['peaks']> {
  const [ours, torch] = [await peaksOf('peaks'), await peaksOf('torch-peaks')]
  return { ours, torch } as RowResult['peaks']
}

function peaksOf(name: string) {
  const child = start(name, { row: '', rowFile: '', tensorsFile: '', python })
  return child.answer().finally(() => child.end())
}

function checkAgreement({ row, contenders }: RowResult): void {
  const wide = contenders.filter(({ name }) => !name.includes('bfloat16'))
  for (const { name, first } of wide) {
    const difference = Math.abs(first - wide[0].first) / Math.abs(wide[0].first)
    if (!(difference <= (AGREEMENT_OF[ROWS[row].kind] ?? AGREEMENT)))
      throw new Error(`${row}: ${name} begins with ${first}, ${wide[0].name} with ${wide[0].first}: not the same work`)
  }
}
