/** What stands where on a page, read from its boxes: texts of figures that touch, and what a dialog moves. Run in the page. */

/**
 * Texts of SVG figures that lie over one another or over their figure's edge. A turned text is taken as the turned box that it is. A text's box is higher than its
 * letters: a fifth of the size of its type is left off above and below.
 */
export const TOUCHING_TEXTS = `(() => {
  const faults = []
  const corners = (text) => {
    const { x, y, width, height } = text.getBBox()
    const size = parseFloat(getComputedStyle(text).fontSize)
    const [top, bottom] = [y + 0.2 * size, y + height - 0.2 * size]
    const matrix = text.getScreenCTM()
    return [[x, top], [x + width, top], [x + width, bottom], [x, bottom]].map(([a, b]) => {
      const point = new DOMPoint(a, b).matrixTransform(matrix)
      return [point.x, point.y]
    })
  }
  const along = (box, [x, y]) => box.map(([a, b]) => a * x + b * y)
  const normals = (box) => [[box[0], box[1]], [box[1], box[2]]].map(([[a, b], [c, d]]) => [d - b, a - c])
  const touch = (a, b) => [...normals(a), ...normals(b)].every((axis) => {
    const [p, q, length] = [along(a, axis), along(b, axis), Math.hypot(...axis)]
    return Math.min(Math.max(...p) - Math.min(...q), Math.max(...q) - Math.min(...p)) > 0.5 * length
  })
  for (const figure of document.querySelectorAll('svg.figure')) {
    if (!figure.checkVisibility()) continue
    const name = figure.getAttribute('aria-label').slice(0, 60)
    const edge = figure.getBoundingClientRect()
    const texts = [...figure.querySelectorAll('text')].filter((text) => text.textContent.trim() && text.getBBox().width > 0)
    const boxes = texts.map(corners)
    boxes.forEach((box, i) => {
      const said = texts[i].textContent
      const beyond = box.some(([x, y]) => x < edge.left - 1 || x > edge.right + 1 || y < edge.top - 1 || y > edge.bottom + 1)
      if (beyond) faults.push(name + ': "' + said + '" leaves the figure')
      for (let j = i + 1; j < boxes.length; j++)
        if (touch(box, boxes[j])) faults.push(name + ': "' + said + '" over "' + texts[j].textContent + '"')
    })
  }
  return faults
})()`

/** Words and controls of the page, outside of figures, that lie over one another: each line of each text, as far as what scrolls shows it. */
export const TOUCHING_WORDS = `(() => {
  const shown = (rect, element, inset) => {
    let { left, right, top, bottom } = rect
    for (let box = element; box && box !== document.documentElement; box = box.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(box)
      const edge = box.getBoundingClientRect()
      if (overflowX !== 'visible') [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)]
      if (overflowY !== 'visible') [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)]
    }
    return { left, right, top: top + inset * rect.height, bottom: bottom - inset * rect.height }
  }
  /** Something with a ground of its own lies over it, as a head that stays while a table scrolls. */
  const isCovered = (element, { left, right, top, bottom }) => {
    let over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    for (; over && !over.contains(element); over = over.parentElement)
      if (!element.contains(over) && !/^rgba\\(.*, 0\\)$|^transparent$/.test(getComputedStyle(over).backgroundColor)) return true
    return false
  }
  const within = document.querySelector('dialog[open]') ?? document.querySelector('main')
  const things = []
  const take = (rect, node, element, said, inset) => {
    const box = shown(rect, element, inset)
    if (box.right - box.left < 2 || box.bottom - box.top < 2 || box.bottom < 0 || box.top > innerHeight) return
    if (!isCovered(element, box)) things.push({ box, node, said: said.trim().slice(0, 40) })
  }
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const [node, element] = [walker.currentNode, walker.currentNode.parentElement]
    if (!node.data.trim() || element.closest('svg, .katex, select, textarea, .visually-hidden') || !element.checkVisibility()) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) take(rect, node, element, node.data, 0.2)
  }
  for (const one of within.querySelectorAll('button, select, input, .katex'))
    if (one.checkVisibility({ opacityProperty: true }) && !one.closest('.visually-hidden'))
      take(one.getBoundingClientRect(), one, one, one.ariaLabel ?? one.title ?? one.tagName, 0.1)
  things.sort((a, b) => a.box.top - b.box.top)
  const faults = new Set()
  things.forEach((a, i) => {
    for (let j = i + 1; j < things.length && things[j].box.top < a.box.bottom - 1; j++) {
      const b = things[j]
      if (a.node === b.node || a.node.contains(b.node) || b.node.contains(a.node)) continue
      if (Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1) faults.add('"' + a.said + '" over "' + b.said + '"')
    }
  })
  return [...faults]
})()`

/** What scrolls sideways, though it is no table, tabs or text that may be wider than the window. */
export const SIDEWAYS = `[...document.querySelectorAll('main *')].filter((one) => {
  if (one.scrollWidth <= one.clientWidth + 1 || !one.checkVisibility() || one.closest('.visually-hidden, .katex')) return false
  const { overflowX, textOverflow } = getComputedStyle(one)
  if (overflowX === 'visible' || textOverflow === 'ellipsis' || one.matches('input, select, textarea, pre, [role=grid], [role=tablist]')) return false
  return !one.querySelector(':scope > table')
}).map((one) => one.outerHTML.slice(0, 100) + ' ' + one.scrollWidth + ' > ' + one.clientWidth)`

/** Where everything of the page stands that is not of a dialog. */
export const BOXES = `[...document.querySelectorAll('main, main *, nav *')].flatMap((one) => {
  if (one.closest('dialog') || !one.checkVisibility()) return []
  const { x, y, width, height } = one.getBoundingClientRect()
  return [[one.tagName, x, y, width, height].join()]
})`
