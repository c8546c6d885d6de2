/** Formulas of the table as pieces to be set: `d^{3/2} log(d/eps)/eps^3` has powers. Pure. */

export type Piece = { text: string; power: boolean }

export function piecesOf(formula: string): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < formula.length;) {
    if (formula[at] === '^') {
      const [, braced, bare] = /^\^(?:\{([^}]*)\}|([a-z]+|\d+))/.exec(formula.slice(at))!
      pieces.push({ text: readable(braced ?? bare), power: true })
      at += braced === undefined ? bare.length + 1 : braced.length + 3
    } else {
      const end = formula.indexOf('^', at)
      const text = formula.slice(at, end < 0 ? undefined : end)
      pieces.push({ text: readable(text), power: false })
      at += text.length
    }
  }
  return pieces
}

const readable = (text: string) =>
  text
    .replaceAll('eps', 'ε')
    .replaceAll('sqrt', '√')
    .replaceAll('rho', 'ρ')
    .replaceAll('alpha', 'α')
    .replaceAll('sigma', 'σ')
    .replaceAll('-', '−')
