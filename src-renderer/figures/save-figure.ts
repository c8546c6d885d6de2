/** A figure as PNG, drawn by the browser from its SVG text. */

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
