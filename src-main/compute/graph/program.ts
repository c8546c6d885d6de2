/** Functions over shared variables, recorded as one graph: a training step, a denoiser, whatever reads the same weights. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '../tf.ts'
import { DTYPE } from '../tensorflow-ops.ts'
import { toBfloat16 } from './bfloat16.ts'
import { encodeSavedModel, shapeProto, text } from './proto.ts'
import { Recorder } from './recorder.ts'

export type Tensors = Readonly<Record<string, tfjs.Tensor>>
export type Variables = ReadonlyMap<string, tfjs.Variable>
/** Pure in its tensors; may assign to the program's variables. Run once, on `inputs`, to be recorded. */
export type RecordedFunction = { inputs: Tensors; run: () => Tensors }
export type Precision = 'float32' | 'bfloat16'

export type Input = { feed: string; shape: number[] }

/** A recorded program: the SavedModel's bytes, and the names under which its parts are fed and fetched. */
export type Program = {
  bytes: Uint8Array
  functions: Record<string, { inputs: Record<string, Input>; outputs: Record<string, string>; done: string | null }>
  variables: Record<string, { shape: number[]; read: string; feed: string; done: string }>
}

/**
 * Runs every function, eagerly, and writes down what it did. The variables are left as they were. In the graph each is a
 * resource that lives as long as the session, read once at the start of a run and assigned at its end.
 */
export function recordProgram(
  tf: Tf,
  variables: Variables,
  functions: Readonly<Record<string, RecordedFunction>>,
  precision: Precision = 'float32',
): Program {
  const recorder = new Recorder(tf)
  const program: Program = { bytes: new Uint8Array(), functions: {}, variables: {} }
  for (const [name, variable] of variables) program.variables[name] = declare(recorder, name, variable)
  for (const [name, { inputs, run }] of Object.entries(functions)) {
    // A first run hands to TensorFlow what was made earlier and never used: while recording it would look newly made.
    restoring(tf, variables, () => tf.dispose({ ...tidied(tf, run) }))
    for (const [key, tensor] of Object.entries(inputs)) recorder.placeholder(`${name}/${key}`, tensor)
    program.functions[name] = restoring(tf, variables, () => {
      for (const [key, variable] of variables) recorder.stand(variable, program.variables[key].read)
      const outputs = recorder.record(() => tidied(tf, run))
      const assigned = [...variables].flatMap(([key, variable]) => {
        const output = recorder.outputOf(variable)
        return output === program.variables[key].read ? [] : [assign(recorder, key, output)]
      })
      const done = assigned.length > 0 ? `${token(recorder, `${name}/done`, assigned)}:0` : null
      const fetches = mapValues(outputs, (tensor) => recorder.outputOf(tensor))
      tf.dispose({ ...outputs })
      const feeds = mapValues(inputs, ({ shape }, key) => ({ feed: `${name}/${key}:0`, shape: [...shape] }))
      return { inputs: feeds, outputs: fetches, done }
    })
  }
  const nodes = precision === 'bfloat16' ? toBfloat16(recorder.nodes) : recorder.nodes
  return { ...program, bytes: encodeSavedModel(nodes) }
}

/** Whatever it throws, no tensor stays behind. */
const tidied = (tf: Tf, run: RecordedFunction['run']): tfjs.NamedTensorMap => tf.tidy(() => ({ ...run() }))

/** Runs `block`, then gives the variables back the values they had. */
function restoring<T>(tf: Tf, variables: Variables, block: () => T): T {
  const before = [...variables.values()].map((variable) => tf.keep(variable.clone()))
  try {
    return block()
  } finally {
    ;[...variables.values()].forEach((variable, i) => variable.assign(before[i]))
    tf.dispose(before)
  }
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))

const float = { type: DTYPE.float32 }

/** The nodes that hold, read and set one variable. */
function declare(recorder: Recorder, name: string, { shape }: tfjs.Variable): Program['variables'][string] {
  const base = `variable/${name}`
  const shapeAttr = { shape: shapeProto(shape) }
  recorder.add('VarHandleOp', [], { dtype: float, shape: shapeAttr, shared_name: { s: text(base) } }, base)
  recorder.add('ReadVariableOp', [`${base}:0`], { dtype: float }, `${base}/read`)
  recorder.add('Placeholder', [], { dtype: float, shape: shapeAttr }, `${base}/feed`)
  const set = assign(recorder, name, `${base}/feed:0`)
  const done = `${token(recorder, `${base}/done`, [set])}:0`
  return { shape: [...shape], read: `${base}/read:0`, feed: `${base}/feed:0`, done }
}

const assign = (recorder: Recorder, name: string, value: string): string =>
  recorder.add('AssignVariableOp', [`variable/${name}:0`, value], { dtype: float })

/** Assigning gives no output and only outputs can be fetched, so a constant is, that must wait for them. */
const token = (recorder: Recorder, name: string, after: string[]): string =>
  recorder.add(
    'Const',
    after.map((node) => `^${node}`),
    {
      dtype: { type: DTYPE.int32 },
      value: { tensor: { dtype: DTYPE.int32, tensor_shape: shapeProto([]), tensor_content: new Uint8Array(4) } },
    },
    name,
  )
