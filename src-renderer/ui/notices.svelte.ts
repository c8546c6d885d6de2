/** What is said to the user in passing: toasts for the eye, announcements for screen readers. */

export type Notice = {
  id: number
  text: string
  tone: 'plain' | 'good' | 'bad'
  action?: { label: string; run: () => void }
}
const SHOWN_MS = 7000

export class Notices {
  shown = $state.raw<readonly Notice[]>([])
  /** Read out politely by screen readers, once for every new text. */
  spoken = $state('')
  #next = 1

  say(text: string) {
    // The same words twice in a row would not be read again; a trailing space makes them new.
    this.spoken = this.spoken === text ? `${text} ` : text
  }
  show(text: string, options: Partial<Omit<Notice, 'id' | 'text'>> = {}) {
    const notice: Notice = { id: this.#next++, text, tone: 'plain', ...options }
    this.shown = [...this.shown.slice(-3), notice]
    this.say(text)
    // What went wrong stays until it is closed.
    if (notice.tone !== 'bad') setTimeout(() => this.close(notice.id), SHOWN_MS)
  }
  close(id: number) {
    this.shown = this.shown.filter((notice) => notice.id !== id)
  }
}
