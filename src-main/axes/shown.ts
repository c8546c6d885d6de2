/** How a form shows a number that is a parameter: its name, its unit and the ends of its slider. */
export type Shown = {
  label: string
  symbol: string
  unit: string
  min: number
  max: number
  log: boolean
  whole?: boolean
}
