/** A figure on the page as a file that stands alone: SVG with every style written out, or PNG drawn from it. */

/** What a style sheet may say of a shape; in the file it stands on the shape itself. */
const WRITTEN_OUT = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
]

/** In the light theme whatever the page's is: figures go onto paper. Not drawn in between, since nothing here waits. */
export function standAlone(svg: SVGSVGElement): string {
  const { dataset } = document.documentElement
  const theme = dataset.theme
  dataset.theme = 'light'
  try {
    const copy = svg.cloneNode(true) as SVGSVGElement
    const shapes = [...svg.querySelectorAll<SVGElement>('*')]
    const copies = [...copy.querySelectorAll<SVGElement>('*')]
    for (const [i, shape] of shapes.entries()) {
      const style = getComputedStyle(shape)
      copies[i].removeAttribute('class')
      copies[i].removeAttribute('style')
      for (const property of WRITTEN_OUT) copies[i].setAttribute(property, style.getPropertyValue(property))
    }
    for (const passing of copy.querySelectorAll('[data-passing]')) passing.remove()
    const { width, height } = svg.viewBox.baseVal
    const paper = document.createElementNS(svg.namespaceURI!, 'rect')
    for (const [name, value] of Object.entries({ width, height, fill: '#ffffff' }))
      paper.setAttribute(name, String(value))
    copy.prepend(paper)
    copy.removeAttribute('class')
    copy.setAttribute('xmlns', svg.namespaceURI!)
    copy.setAttribute('width', String(width))
    copy.setAttribute('height', String(height))
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`
  } finally {
    dataset.theme = theme
  }
}

/** `scale` pixels for each unit of the figure; 3 is about 300 dots an inch at the size of a column. */
export async function pngOf(svgText: string, scale = 3): Promise<Uint8Array<ArrayBuffer>> {
  const address = URL.createObjectURL(new Blob([svgText], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), {
      width: image.width * scale,
      height: image.height * scale,
    })
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (!blob) throw new Error('The browser drew no PNG.')
    return new Uint8Array(await blob.arrayBuffer())
  } finally {
    URL.revokeObjectURL(address)
  }
}
