/** Why classes have no distance, said once for all that lack it for the same reason. Pure. */
type Absent = { run: number; className: string; value: number | null; reason: string | null }

/** One sentence for each kind of reason, which may name numbers of its own: that of its first class, and whom it is said of. */
export function reasonsOf(distances: readonly Absent[]): string[] {
  const absent = distances.filter(({ value, reason }) => value === null && reason !== null)
  const kinds = Map.groupBy(absent, ({ reason }) => reason!.replace(/\d+/g, '#'))
  return [...kinds.values()].map((of) => {
    const [runs, classes] = [unique(of.map(({ run }) => run)), unique(of.map(({ className }) => className))]
    return `${listed('Run', 'Runs', runs)}, ${listed('class', 'classes', classes)}: ${of[0].reason}${of.length > 1 ? ` (of run ${runs[0]}, ${classes[0]}; the others alike)` : ''}`
  })
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]
const listed = (one: string, several: string, of: readonly (string | number)[]): string =>
  `${of.length > 1 ? several : one} ${of.join(', ')}`
