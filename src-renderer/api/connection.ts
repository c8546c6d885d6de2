/** What the page has to main, whichever way it was made. */
import type { Api } from '#contract/requests.ts'

/** How things stand with main; the bridge of the desktop window is always there. */
export type Link = 'connecting' | 'open' | 'lost' | 'refused'
export type Connection = Api & {
  onLink(listener: (link: Link) => void): () => void
  /** Events were missed for good: whoever keeps a list asks for it again. */
  onMissed(listener: () => void): () => void
}
