import type * as tfjs from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { openCompute } from '../backend.ts'
import { decodeSavedModel } from './proto.ts'
import { type RecordedFunction, recordProgram } from './program.ts'
import { openSession } from './session.ts'

const { tf, name } = await openCompute()

/** w <- w + x sum(w); gives w before, doubled. */
function example() {
  const w = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3])))
  const x = tf.scalar(0.5)
  const run = () => {
    const twice = w.mul(2)
    w.assign(w.add(w.sum().mul(x)) as tfjs.Tensor1D)
    return { twice }
  }
  return { variables: new Map([['w', w]]), inputs: { x }, run, end: () => tf.dispose([w, x]) }
}

describe.skipIf(name !== 'tensorflow')('recordProgram', () => {
  it('leaves the variables as they were and makes of the function a graph that carries them on', () => {
    const { variables, inputs, run, end } = example()
    const program = recordProgram(tf, variables, { grow: { inputs, run } })
    expect([...variables.get('w')!.dataSync()]).toEqual([1, 2, 3])
    const [first, second] = [openSession(tf, program), openSession(tf, program)]
    first.write(new Map([['w', Float32Array.of(1, 2, 3)]]))
    second.write(new Map([['w', Float32Array.of(0, 0, 8)]]))
    const read = (session: typeof first, x: number) =>
      tf.tidy(() => [...session.run('grow', { x: tf.scalar(x) }).twice.dataSync()])
    expect(read(first, 1)).toEqual([2, 4, 6])
    expect(read(first, 0)).toEqual([14, 16, 18])
    // Two programs loaded at once share nothing, though their variables have the same names.
    expect(read(second, 1)).toEqual([0, 0, 16])
    expect([...first.read().get('w')!]).toEqual([7, 8, 9])
    first.dispose()
    second.dispose()
    end()
  })

  it('keeps no tensor, whether it records, runs or fails', () => {
    const { variables, inputs, run, end } = example()
    const before = tf.memory().numTensors
    const program = recordProgram(tf, variables, { grow: { inputs, run } })
    expect(tf.memory().numTensors).toBe(before)
    const session = openSession(tf, program)
    for (let i = 0; i < 3; i++) {
      session.write(new Map([['w', Float32Array.of(1, 2, 3)]]))
      tf.dispose(session.run('grow', inputs))
      session.read()
    }
    session.dispose()
    const failing: RecordedFunction = { inputs, run: () => (run(), tf.zeros([3]).add(1), fail()) }
    expect(() => recordProgram(tf, variables, { failing })).toThrow('no')
    expect(tf.memory().numTensors).toBe(before)
    expect([...variables.get('w')!.dataSync()]).toEqual([1, 2, 3])
    end()
  })

  it("keeps what is written in memory of its own, so that no thread of TensorFlow ever frees what is JavaScript's", () => {
    const { variables, inputs, run, end } = example()
    const session = openSession(tf, recordProgram(tf, variables, { grow: { inputs, run } }))
    // TensorFlow would share only memory that happens to be aligned: of many writes some are.
    for (let i = 0; i < 200; i++) {
      const written = Float32Array.of(1, 2, 3)
      session.write(new Map([['w', written]]))
      written.fill(0)
      expect([...session.read().get('w')!]).toEqual([1, 2, 3])
    }
    session.dispose()
    end()
  })

  it('refuses a draw inside the function, naming who reads it', () => {
    const { variables, inputs, end } = example()
    const run = () => ({ noisy: variables.get('w')!.add(tf.randomNormal([3])) })
    expect(() => recordProgram(tf, variables, { noisy: { inputs, run } })).toThrow(
      /^input 1 of Add \(program\.test\.ts:\d+\) .*shape \[3\].*tf\.randomNormal/,
    )
    end()
  })

  it('refuses to feed a shape that it was not recorded for', () => {
    const { variables, inputs, run, end } = example()
    const session = openSession(tf, recordProgram(tf, variables, { grow: { inputs, run } }))
    expect(() => tf.tidy(() => session.run('grow', { x: tf.zeros([2]) }))).toThrow(/x has the shape \[2\], .* for \[\]/)
    session.dispose()
    end()
  })

  it('writes float32 and bfloat16 programs with the same names', () => {
    const a = tf.ones<tfjs.Rank.R2>([4, 4])
    const run = () => ({ y: tf.matMul(a, a) })
    const [wide, narrow] = (['float32', 'bfloat16'] as const).map((precision) =>
      recordProgram(tf, new Map(), { f: { inputs: { a }, run } }, precision),
    )
    expect(narrow.functions).toEqual(wide.functions)
    expect(ops(wide.bytes)).not.toContain('Cast')
    expect(ops(narrow.bytes)).toContain('Cast')
    a.dispose()
  })
})

const ops = (bytes: Uint8Array) => decodeSavedModel(bytes).map(({ op }) => op)

function fail(): never {
  throw new Error('no')
}
