/** `key=value` words of a command line, laid over a configuration before it is parsed. */
import { Refusal } from './refusal.ts'

type Tree = { [key: string]: unknown }
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * `['training.steps=500', 'schedule={family: karras}']` over `config`; the value is read by `readValue` (YAML in the doors).
 * Returns a new tree. Refuses a word without '=', and keys that could reach a prototype.
 */
export function applyOverrides(config: Tree, words: readonly string[], readValue: (text: string) => unknown): Tree {
  return words.reduce((tree, word) => {
    const equals = word.indexOf('=')
    if (equals < 1) throw new Refusal(`Expected key=value, got "${word}".`, { field: word })
    const path = word.slice(0, equals).split('.')
    if (path.some((key) => key === '' || FORBIDDEN.has(key)))
      throw new Refusal(`"${word}" names no field.`, { field: word })
    return withValue(tree, path, readValue(word.slice(equals + 1)))
  }, config)
}

function withValue(tree: Tree, [key, ...rest]: string[], value: unknown): Tree {
  if (rest.length === 0) return { ...tree, [key]: value }
  const below = tree[key]
  const inner = typeof below === 'object' && below !== null && !Array.isArray(below) ? (below as Tree) : {}
  return { ...tree, [key]: withValue(inner, rest, value) }
}
