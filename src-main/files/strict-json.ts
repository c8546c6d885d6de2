/** JSON in which no object names a key twice: `JSON.parse` alone would silently keep the last. */

/** The parsed value; throws a SyntaxError on text that is no JSON and on a key that stands twice in one object. */
export function parseWithoutDuplicates(text: string): unknown {
  const value: unknown = JSON.parse(text)
  // The text is known to be JSON from here on, so only strings, braces, brackets and commas need to be told apart.
  const open: (Set<string> | undefined)[] = []
  let keyComes = false
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const keys = open.at(-1)
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token !== ',' && keys !== undefined && keyComes) {
      const key = JSON.parse(token) as string
      if (keys.has(key)) throw new SyntaxError(`the key ${JSON.stringify(key)} stands twice`)
      keys.add(key)
    }
    keyComes = token === '{' || token === ','
  }
  return value
}
