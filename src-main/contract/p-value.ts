/** A p-value for people: four decimals, and never a zero that it is not. */
export const pValueText = (p: number): string => (p < 1e-4 ? '<0.0001' : p.toFixed(4))
