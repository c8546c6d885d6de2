/** Which run the words of a start name: the folder of a run, or a file in it, as a file manager or a shell hands them over. */
import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'

/** Name of the first run folder below `runs` that one of the words leads into; null where none does. */
export function askedRun(words: readonly string[], from: string, runs: string): string | null {
  const root = real(runs)
  for (const word of words.filter((one) => !one.startsWith('-'))) {
    for (const path of [resolve(from, word), real(resolve(from, word))]) {
      for (const base of [runs, root]) {
        const inner = relative(base, path)
        if (inner && !inner.startsWith('..') && !isAbsolute(inner)) return inner.split(sep)[0]
      }
    }
  }
  return null
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
