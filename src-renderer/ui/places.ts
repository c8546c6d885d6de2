/** What the palette finds beside commands: things of the user's own, each with where it is. Only for something typed: there may be thousands. */
import { findCommands, type Command } from './commands.svelte.ts'

export type Place = Command

/** As many of a kind as are listed. */
const MOST = 12

/** Best match first; none where nothing is typed. A number finds the run of that number first. */
export function findPlaces(places: readonly Place[], query: string): Place[] {
  const wanted = query.trim().toLowerCase()
  if (wanted.length === 0) return []
  const words = wanted.split(/\s+/)
  const within = places.filter(({ label, group }) => {
    const text = `${group} ${label}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const exact = /^#?(\d+)$/.exec(wanted)?.[1]
  const first = exact === undefined ? [] : within.filter(({ id }) => id === `run-${exact}`)
  return [...new Set([...first, ...findCommands(within, words[0])])].slice(0, MOST)
}
