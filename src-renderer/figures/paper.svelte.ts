/** How wide figures are in files: as on the page, or one or two columns of a paper. Chosen once for all figures. */

/** Pixels of 1/96 inch: 85 and 178 mm, the column and the page of most two-column styles. */
export const WIDTHS = [
  { label: 'as shown', pixels: null },
  { label: '1 column', pixels: 321 },
  { label: '2 columns', pixels: 673 },
] as const

class Paper {
  width = $state<number | null>(null)
}
export const paper = new Paper()
