/** Formulas as they stand in tables and help, `sigma_max^(1/rho)`, as TeX. Pure. */

const GREEK: Readonly<Record<string, string>> = Object.fromEntries([
  ...['sigma', 'rho', 'alpha', 'beta', 'pi', 'mu', 'gamma', 'eta', 'lambda', 'Phi'].map((name) => [name, `\\${name}`]),
  ['eps', '\\varepsilon'],
  ['abar', '\\bar\\alpha'],
  ['int', '\\int'],
])
const FUNCTIONS = new Set(['cos', 'sin', 'tan', 'arccos', 'arctan', 'exp', 'ln', 'log', 'min', 'max'])
const OPERATORS = new Set(['sgn', 'round', 'floor', 'sech', 'diag', 'tr', 'grad', 'Beta', 'Cauchy', 'Laplace'])
const SIGNS: Readonly<Record<string, string>> = { '<=': '\\le ', '~': '\\sim ', '+-': '\\pm ', '{': '(', '}': ')' }
const TOKEN = /\s+|log-SNR|<=|\+-|[A-Za-zé’]+|(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?|./gu

/** What no symbol is stands as upright text. */
export function texOf(formula: string): string {
  const tokens = formula.match(TOKEN) ?? []
  let at = 0
  const isWord = (token: string | undefined) =>
    token !== undefined &&
    (token === 'log-SNR' ||
      (/^[A-Za-zé’]{2,}$/.test(token) &&
        !GREEK[token] &&
        !FUNCTIONS.has(token) &&
        !OPERATORS.has(token) &&
        token !== 'sqrt'))

  /** What stands in the brackets that begin here, without them. */
  function bracketed(): string {
    const close = tokens[at] === '{' ? '}' : ')'
    const open = tokens[at++]
    const from = at
    for (let depth = 1; at < tokens.length; at++) {
      if (tokens[at] === open) depth++
      if (tokens[at] === close && --depth === 0) break
    }
    return texOf(tokens.slice(from, at++).join(''))
  }
  /** A power or an index: what is in brackets, or one sign and one name or number. */
  function raised(): string {
    if (tokens[at] === '(' || tokens[at] === '{') return bracketed()
    const sign = tokens[at] === '-' ? tokens[at++] : ''
    return sign + name(tokens[at++] ?? '')
  }
  const name = (token: string): string =>
    GREEK[token] ??
    (FUNCTIONS.has(token) ? `\\${token}` : token.length > 1 && /^[A-Za-z]/.test(token) ? `\\mathrm{${token}}` : token)
  function index(): string {
    if (tokens[at] === '(' || tokens[at] === '{') return bracketed()
    const token = tokens[at++] ?? ''
    return FUNCTIONS.has(token)
      ? `\\${token}`
      : token.length > 1 && /^[A-Za-z]/.test(token)
        ? `\\mathrm{${token}}`
        : token
  }

  let tex = ''
  while (at < tokens.length) {
    const token = tokens[at++]
    if (/^\s+$/.test(token)) tex += isWord(tokens[at]) || isWord(tokens[at - 2]) ? '\\ ' : '\\,'
    else if (token === 'sqrt' && (tokens[at] === '(' || tokens[at] === '{')) tex += `\\sqrt{${bracketed()}}`
    else if (token === '^') tex += `^{${raised()}}`
    else if (token === '_') tex += `_{${index()}}`
    else if (isWord(token)) tex += `\\text{${token}}`
    else if (GREEK[token]) tex += `${GREEK[token]} `
    else if (FUNCTIONS.has(token)) tex += `\\${token} `
    else if (OPERATORS.has(token)) tex += `\\operatorname{${token}}`
    else if (token in SIGNS) tex += SIGNS[token]
    else if ('#$%&\\'.includes(token)) tex += `\\${token === '\\' ? 'backslash ' : token}`
    else tex += token
  }
  return tex
}
