/** A recorded program, loaded: its functions run as one call each, its variables stay inside. */
import type * as tfjs from '@tensorflow/tfjs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

  function call(feeds: readonly (readonly [string, tfjs.Tensor])[], fetches: readonly string[]): tfjs.Tensor[] {
    const ids = backend.getInputTensorIds(feeds.map(([, tensor]) => tensor))
    const names = feeds.map(([name]) => name).join(',')
    const results = binding.runSavedModel(id, ids, names, fetches.join(','))
    return results.map((metadata) => backend.createOutputTensor(metadata))
  }

  return {
    run(name, inputs) {
      const { inputs: feeds, outputs, done } = program.functions[name]
      const keys = Object.keys(outputs)
      const fetches = keys.map((key) => outputs[key])
      const fed = Object.entries(feeds).map(
        ([key, { feed, shape }]) => [feed, ofShape(inputs[key], shape, key)] as const,
      )
      const results = call(fed, done === null ? fetches : [...fetches, done])
      if (done !== null) results.pop()!.dispose()
      return Object.fromEntries(keys.map((key, i) => [key, results[i]]))
    },
    write(values) {
      for (const [name, data] of values) {
        const { shape, feed, done } = program.variables[name]
        tf.tidy(() => void call([[feed, tf.tensor(data, shape)]], [done]))
      }
    },
    read(names = Object.keys(program.variables)) {
      const tensors = call(
        [],
        names.map((name) => program.variables[name].read),
      )
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
