/** Puts the colours of figures among the page's, so that what is drawn and what stands beside it have one palette. */
import { DARK, LIGHT, variablesOf, type Colours } from '#figures/palette.ts'

/** Before anything is mounted. A sheet of the document's own, which the page's policy allows where it forbids inline styles. */
export function adoptPalette(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:root { ${declarations(LIGHT)} } :root[data-theme='dark'] { ${declarations(DARK)} }`)
  document.adoptedStyleSheets.push(sheet)
}

const declarations = (colours: Colours) =>
  Object.entries(variablesOf(colours))
    .map(([name, colour]) => `${name}: ${colour};`)
    .join(' ')
