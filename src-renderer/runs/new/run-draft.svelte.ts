/** A run that is being described. The YAML text is the only truth: the form reads it and writes into it, comments kept. */
import { isMap, isScalar, LineCounter, parseDocument, stringify, visit, type Document } from 'yaml'
import { foldWords } from '#contract/field-words.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Failure } from '#contract/requests.ts'
import { listsIn } from '../../sweeps/vary.ts'
import { isVaried } from '../../words/run-words.ts'
import { trainingRecipe } from '../../words/training-recipe.ts'
import { EXAMPLE_CONFIGS, type RunConfigInput, type RunKind } from '#contract/run-config.ts'

export type Path = readonly (string | number)[]
type Tree = { [key: string]: unknown }
export type Fault = { field: string; message: string }

/** As its card tells it, so that the form need not wait for that. */
const MNIST = { name: 'mnist-train', height: 28, width: 28, std: 0.3081 }

const START: { readonly [K in RunKind]: RunConfigInput } = {
  ...EXAMPLE_CONFIGS,
  train: { ...EXAMPLE_CONFIGS.train, ...trainingRecipe(MNIST) },
  evaluate: { kind: 'evaluate', samples: '' },
  compare: { kind: 'compare', runs: [] },
}

/** Long lines stay whole, and lists are written [0, 1]. */
const STYLE = { lineWidth: 0, flowCollectionPadding: false }

export class RunDraft {
  text = $state(textOf(START.train))
  /** Refused by main after the text was last changed. */
  #refused = $state.raw<{ text: string; fault: Fault } | null>(null)

  readonly #read = $derived.by(() => readYaml(this.text))
  readonly value = $derived<Tree>(this.#read.value)
  readonly kind = $derived<RunKind>(isKind(this.value.kind) ? this.value.kind : 'train')
  /** Fields that hold a list or range where one number belongs, so that the run is the first of a sweep. */
  readonly #lists = $derived(isVaried(this.kind) ? listsIn(this.#read.value) : { varied: [], first: this.#read.value })
  readonly varied = $derived(this.#lists.varied)
  /** How the field's words in it were read. */
  readonly said = $derived(foldWords(this.#read.value).said)
  /** What is wrong, and where: the text itself, a field by the schema, or what main said. */
  readonly fault = $derived.by((): Fault | null => {
    if (this.#read.fault) return this.#read.fault
    try {
      parseRunConfig(this.#lists.first)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { field: error.field ?? '', message: error.message.replace(/^Run configuration: /, '') }
    }
    return this.#refused?.text === this.text ? this.#refused.fault : null
  })
  readonly config = $derived(
    this.fault && this.fault !== this.#refused?.fault ? null : (this.#lists.first as RunConfigInput),
  )

  at(path: Path): unknown {
    return path.reduce<unknown>((value, key) => (value as Tree | undefined | null)?.[key as string], this.value)
  }
  /** The refusal that belongs to this field and to none below it. */
  faultAt(path: Path): string | null {
    return this.fault && this.fault.field === path.join('.') ? this.fault.message : null
  }

  /** Writes one field; undefined takes it out, and main fills it in. */
  set(path: Path, value: unknown) {
    const document = parseDocument(this.text)
    if (document.errors.length) return
    if (value === undefined) remove(document, path)
    else document.setIn(path, document.createNode(value, { flow: Array.isArray(value) }))
    this.text = document.toString(STYLE)
  }

  /** Another kind keeps what all kinds have: name, seed, tags. */
  setKind(kind: RunKind) {
    if (kind === this.kind) return
    const { seed, tags } = this.value
    this.load({
      ...START[kind],
      ...(seed !== undefined && { seed }),
      ...(tags !== undefined && { tags }),
    } as RunConfigInput)
  }
  load(config: RunConfigInput) {
    this.text = textOf(config)
  }
  refuse({ field = '', message }: Failure) {
    this.#refused = {
      text: this.text,
      fault: { field, message: message.replace(/^(runs\/start|Run configuration): /, '') },
    }
  }
}

const isKind = (kind: unknown): kind is RunKind => typeof kind === 'string' && Object.hasOwn(START, kind)

/** Lists of plain values on one line, as people write them. */
const textOf = (config: object): string => {
  const document = parseDocument(stringify(config))
  visit(document, {
    Seq: (_key, node) => {
      node.flow = node.items.every(isScalar)
    },
  })
  return document.toString(STYLE)
}

function readYaml(text: string): { value: Tree; fault: Fault | null } {
  const lines = new LineCounter()
  // No anchors that multiply: the same bound as for files.
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 100 } as Parameters<
    typeof parseDocument
  >[1])
  const [error] = document.errors
  if (error) {
    const { line } = lines.linePos(error.pos[0])
    return {
      value: {},
      fault: { field: '', message: `Line ${line}: ${error.message.split('\n')[0].replace(/ at line .*$/, '')}.` },
    }
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Tree, fault: null }
  } catch (cause) {
    return { value: {}, fault: { field: '', message: (cause as Error).message } }
  }
  return { value: {}, fault: { field: '', message: 'A configuration is a list of fields, such as "kind: train".' } }
}

/** Takes a field out, and the map that it leaves empty. */
function remove(document: Document, path: Path) {
  if (!document.hasIn(path)) return
  document.deleteIn(path)
  const parent = path.slice(0, -1)
  if (parent.length === 0) return
  const node = document.getIn(parent)
  if (isMap(node) && node.items.length === 0) remove(document, parent)
  else if (isScalar(node) && node.value === null) remove(document, parent)
}
