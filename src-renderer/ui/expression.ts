/** What is typed into a field of numbers: a number, or a short sum such as 1/3, sqrt(2) or 2^-4. Pure. */

const FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
}
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, π: Math.PI, e: Math.E }
const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([a-zπ]+\d*)|(\*\*|[-+*/^()√]))/iy

/** The value of `+ - * / ^ ( )`, functions and constants; null where it is none, or is not finite. `**` is `^`, which binds from the right. */
export function evaluated(text: string): number | null {
  const tokens = tokensOf(text.replace(/[−–]/g, '-').replace(/[×·]/g, '*').replace(',', '.'))
  if (!tokens?.length) return null
  let at = 0
  const take = (...wanted: string[]) => (wanted.includes(tokens[at]) ? tokens[at++] : null)

  function sum(): number {
    let value = product()
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) value += sign === '+' ? product() : -product()
    return value
  }
  function product(): number {
    let value = signed()
    for (let sign = take('*', '/'); sign; sign = take('*', '/'))
      value = sign === '*' ? value * signed() : value / signed()
    return value
  }
  function signed(): number {
    const sign = take('+', '-')
    return sign ? (sign === '-' ? -1 : 1) * signed() : power()
  }
  function power(): number {
    const base = atom()
    return take('^', '**') ? base ** signed() : base
  }
  function atom(): number {
    const token = tokens![at++]
    if (token === undefined) return NaN
    if (token === '√') return Math.sqrt(atom())
    if (token === '(') return take(')') ? NaN : closed(sum())
    if (/^[\d.]/.test(token)) return Number(token)
    if (token in CONSTANTS) return CONSTANTS[token]
    const called = Object.hasOwn(FUNCTIONS, token) && take('(') ? FUNCTIONS[token] : null
    return called ? closed(called(sum())) : NaN
  }
  const closed = (value: number) => (take(')') ? value : NaN)

  const value = sum()
  return at === tokens.length && Number.isFinite(value) ? value : null
}

function tokensOf(text: string): string[] | null {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text)
    if (!found) return null
    tokens.push(found[0].trim().toLowerCase())
  }
  return tokens
}
