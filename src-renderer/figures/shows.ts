/** Builds a drawn figure's nodes one by one: the page's policy takes no markup as text. */
import { written, type SvgNode } from '#figures/svg.ts'

const SVG = 'http://www.w3.org/2000/svg'

export function nodeOf({ name, attributes, inside }: SvgNode): SVGElement {
  const node = document.createElementNS(SVG, name)
  for (const [key, value] of written(attributes)) if (key !== 'xmlns') node.setAttribute(key, value)
  node.append(...inside.map((one) => (typeof one === 'string' ? one : nodeOf(one))))
  return node
}

/** Keeps an element's one child the figure as it is now. */
export const shows = (figure: SvgNode) => (host: Element) => host.replaceChildren(nodeOf(figure))
