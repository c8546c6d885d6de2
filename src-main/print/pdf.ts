/** A drawing as a PDF of one page of its own size, its text as text in the shipped typeface. */
import Pdf from 'pdfkit'
import type { Drawing } from '#contract/drawing.ts'
import { linesOf, type Inherited } from './lines.ts'
import { outlined } from './outlined.ts'
import { faceOf, FEATURES } from './typeface.ts'

/** A pixel of a drawing is 1/96 inch, a point of a page 1/72. */
const POINTS = 72 / 96
type Doc = InstanceType<typeof Pdf>
type Attributes = Drawing['attributes']

export async function pdfOf(drawing: Drawing, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = drawing.attributes
  const doc = new Pdf({
    size: [Number(width) * POINTS, Number(height) * POINTS],
    margin: 0,
    // Its own first typeface is a file beside the package, which a bundle has not.
    font: faceOf('Regular').bytes as unknown as string,
    info: { Title: title, Creator: 'Anneal' },
  })
  const chunks: Uint8Array[] = []
  doc.on('data', (chunk: Uint8Array) => void chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve)
    doc.on('error', reject)
  })
  doc.registerFont('Regular', faceOf('Regular').bytes)
  doc.registerFont('SemiBold', faceOf('SemiBold').bytes)
  doc.scale(POINTS)
  drawing.inside.forEach((one) => draw(doc, one, { size: Number(drawing.attributes['font-size'] ?? 10), weight: 400 }))
  doc.end()
  await ended
  return new Uint8Array(Buffer.concat(chunks))
}

function draw(doc: Doc, node: Drawing | string, inherited: Inherited): void {
  if (typeof node === 'string' || node.name === 'title') return
  const { name, attributes: a, inside } = node
  doc.save()
  turned(doc, a.transform)
  if (a.opacity !== undefined) doc.opacity(Number(a.opacity))
  const at = (key: string) => Number(a[key] ?? 0)
  if (name === 'svg') doc.rect(at('x'), at('y'), at('width'), at('height')).clip()
  if (name === 'rect') painted(doc.rect(at('x'), at('y'), at('width'), at('height')), a)
  if (name === 'line') painted(doc.moveTo(at('x1'), at('y1')).lineTo(at('x2'), at('y2')), { ...a, fill: 'none' })
  if (name === 'path') painted(doc.path(String(a.d)), a)
  if (name === 'image') picture(doc, a)
  if (name === 'text') text(doc, node, inherited)
  else {
    const passed = { size: Number(a['font-size'] ?? inherited.size), weight: a['font-weight'] ?? inherited.weight }
    inside.forEach((one) => draw(doc, one, passed))
  }
  doc.restore()
}

function painted(doc: Doc, { fill = '#000000', stroke = 'none', ...a }: Attributes): void {
  const [isFilled, isDrawn] = [fill !== 'none' && fill !== '', stroke !== 'none' && stroke !== '']
  if (isDrawn) {
    doc.lineWidth(Number(a['stroke-width'] ?? 1)).strokeOpacity(Number(a['stroke-opacity'] ?? 1))
    const dash = String(a['stroke-dasharray'] ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number)
    if (dash.length) doc.dash(dash as unknown as number, {})
    doc.lineCap((a['stroke-linecap'] as 'round') || 'butt').lineJoin((a['stroke-linejoin'] as 'round') || 'miter')
  }
  if (isFilled) doc.fillOpacity(Number(a['fill-opacity'] ?? 1))
  if (isFilled && isDrawn) doc.fillAndStroke(String(fill), String(stroke))
  else if (isFilled) doc.fill(String(fill))
  else if (isDrawn) doc.stroke(String(stroke))
}

/** Text, over its halo where it has one. */
function text(doc: Doc, node: Drawing, inherited: Inherited): void {
  const { fill = '#000000', stroke } = node.attributes
  if (stroke)
    painted(doc.path(String(outlined(node, inherited).attributes.d ?? 'M0 0')), { ...node.attributes, fill: 'none' })
  doc.fillOpacity(1).fillColor(String(fill))
  for (const { text: words, x, y, size, weight } of linesOf(node, inherited)) {
    if (words === '') continue
    const { font } = faceOf(weight)
    const rise = (font.ascent / font.unitsPerEm) * size
    doc
      .font(weight)
      .fontSize(size)
      .text(words, x, y - rise, { lineBreak: false, features: FEATURES as never })
  }
}

function picture(doc: Doc, a: Attributes): void {
  const [, base64] = /^data:image\/png;base64,(.*)$/s.exec(String(a.href)) ?? []
  if (base64)
    doc.image(Buffer.from(base64, 'base64'), Number(a.x), Number(a.y), {
      width: Number(a.width),
      height: Number(a.height),
    })
}

/** `translate(x y)` and `rotate(degrees x y)`, the two that figures use. */
function turned(doc: Doc, transform: string | number | undefined): void {
  for (const [, name, given] of String(transform ?? '').matchAll(/(translate|rotate)\(([^)]*)\)/g)) {
    const [p = 0, q = 0, r = 0] = given.split(/[\s,]+/).map(Number)
    if (name === 'translate') doc.translate(p, q)
    else doc.rotate(p, { origin: [q, r] })
  }
}
