/** The advice that stands in the program's own sentences, read from its source, so that a test can ask whether each was followed. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

export type Written = { place: string; text: string; matches: RegExp }

const ROOT = join(import.meta.dirname, '..', '..')

/** Something to be typed: a word, a field of YAML, a call of NumPy, a command, the nearest name. */
const TYPED =
  /\b[a-z_]+(\.[a-z_]+)*=(?=[[{$\w.])|\bx\.reshape|\bx\[|np\.|numpy\.|\.astype|Did you mean|\b[Ss]et [a-z_.]+(:| to )|`anneal |\banneal [a-z]+ |\bkey=/
const ADVISES =
  /\b(say|give|set|save|use|name|leave|take|run|import|number|bring|fetch|write|did you mean|layout=|float_range=|such as)\b/i

/** How a command is typed, in the list of commands. */
const USAGE = /\[\w+=\S*\]|: [A-Z. ]+ \w+=|\b[A-Z]{4,} \w+=|^anneal /

/** Literals of sentences in the files of these rooms that advise something to be typed, help texts of commands apart. */
export function adviceIn(rooms: readonly string[]): Written[] {
  return rooms.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing\//.test(file))
      .map((file) => join(room, file))
      .toSorted()
      .flatMap(adviceOf),
  )
}

function adviceOf(file: string): Written[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const found: Written[] = []
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      /^(addCommand|describe|.*\.describe|.*\.(note|progress|option))$/.test(node.expression.getText(source))
    )
      return
    const parts = partsOf(node)
    const text = parts?.join('${}') ?? ''
    if (parts && text.includes(' ') && !USAGE.test(text) && TYPED.test(text) && ADVISES.test(text))
      found.push({ place: `${file}: ${text}`, text, matches: new RegExp(parts.map(escaped).join('[^]*'), 'u') })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Fixed parts of a literal; between them stand values. */
function partsOf(node: ts.Node): string[] | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text]
  return ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    : null
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
