/** Hands a text or bytes to the browser to be saved as a file. */
export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: name.replace(/[\\/:*?"<>|\n]/g, '-'),
  })
  link.click()
  // The download has begun in its own time; the address must outlive the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
