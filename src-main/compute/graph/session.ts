/** A recorded program, loaded: its functions run as one call each, its variables stay inside. */
import type * as tfjs from '@tensorflow/tfjs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attribute, withOps } from '../tensorflow-ops.ts'
import type { Tf } from '../tf.ts'
import type { Program, Tensors } from './program.ts'
import type { NodeBackend } from './recorder.ts'

export type Values = ReadonlyMap<string, Float32Array>

export type GraphSession = {
  /** Feeds `inputs`, runs one function, gives its outputs (the caller's to dispose). Blocks the thread until it is done. */
  run(name: string, inputs: Tensors): Record<string, tfjs.Tensor>
  /** Sets variables by name. All of them must have been set before the first run. */
  write(values: Values): void
  /** The value of variables by name, all where no names are given. */
  read(names?: readonly string[]): Map<string, Float32Array>
  dispose(): void
}

export function openSession(tf: Tf, program: Program): GraphSession {
  const backend = tf.backend() as unknown as NodeBackend
  const { binding } = backend
  const id = load(backend, program.bytes)

  function call(feeds: readonly string[], ids: readonly number[], fetches: readonly string[]): tfjs.Tensor[] {
    const results = binding.runSavedModel(id, [...ids], feeds.join(','), fetches.join(','))
    return results.map((metadata) => backend.createOutputTensor(metadata))
  }

  return {
    run(name, inputs) {
      const { inputs: feeds, outputs, done } = program.functions[name]
      const keys = Object.keys(outputs)
      const fetches = keys.map((key) => outputs[key])
      const ids = backend.getInputTensorIds(
        Object.entries(feeds).map(([key, { shape }]) => ofShape(inputs[key], shape, key)),
      )
      const names = Object.values(feeds).map(({ feed }) => feed)
      const results = call(names, ids, done === null ? fetches : [...fetches, done])
      if (done !== null) results.pop()!.dispose()
      return Object.fromEntries(keys.map((key, i) => [key, results[i]]))
    },
    // A variable keeps the memory it was fed and frees it in a thread of TensorFlow's, when a run assigns it anew. Memory of
    // JavaScript's must not be freed there: the binding would touch the engine's heap from outside its thread, which now and
    // then ends the process. So variables are fed copies, byte for byte, that TensorFlow itself has made.
    write(values) {
      if (values.size === 0) return
      const variables = [...values].map(([name, data]) => ({ ...program.variables[name], data }))
      withOps(tf, ({ float32, run }) => {
        const copies = variables.map(
          ({ data, shape }) => run('DeepCopy', [float32(data, shape)], [attribute.type('T', 'float32')])[0]!,
        )
        const feeds = variables.map(({ feed }) => feed)
        const ids = copies.map((copy) => copy.id)
        const done = variables.map((variable) => variable.done)
        for (const token of call(feeds, ids, done)) token.dispose()
      })
    },
    read(names = Object.keys(program.variables)) {
      const reads = names.map((name) => program.variables[name].read)
      const tensors = call([], [], reads)
      return new Map(
        names.map((name, i) => {
          const values = tensors[i].dataSync() as Float32Array
          tensors[i].dispose()
          return [name, values]
        }),
      )
    },
    dispose: () => binding.deleteSavedModel(id),
  }
}

function ofShape(tensor: tfjs.Tensor, shape: number[], key: string): tfjs.Tensor {
  if (tensor.shape.length === shape.length && tensor.shape.every((size, i) => size === shape[i])) return tensor
  throw new Error(`${key} has the shape [${tensor.shape.join(', ')}], the graph was recorded for [${shape.join(', ')}]`)
}

/** TensorFlow reads programs from folders only; this one lives as long as the reading. */
function load({ binding }: NodeBackend, bytes: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-graph-'))
  try {
    writeFileSync(join(folder, 'saved_model.pb'), bytes)
    return binding.loadSavedModel(folder, 'serve')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
