/** Hands a text or bytes to the browser to be saved as a file. */
export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: plainName(name),
  })
  link.click()
  // The download has begun in its own time; the address must outlive the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

const LETTERS: Readonly<Record<string, string>> = { σ: 'sigma', ρ: 'rho', α: 'alpha', β: 'beta', ε: 'eps', λ: 'lambda' }

/** A name that every file system and shell takes as it is: letters, digits, dots and hyphens. */
export const plainName = (name: string): string =>
  name
    .replace(/[σραβελ]/g, (letter) => LETTERS[letter])
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._+-]+/g, '-')
    .replace(/-*(\.)-*(?=[a-z]+$)/i, '$1')
    .replace(/^[-.]+|-+$/g, '') || 'file'
