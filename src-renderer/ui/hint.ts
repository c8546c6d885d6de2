/** A sentence behind a word, for pointer, keyboard and screen reader alike: shown while it is pointed at or has the focus. */
import type { Attachment } from 'svelte/attachments'

const GAP = 6

export function hint(says: string | undefined): Attachment<HTMLElement> {
  return (word) => {
    if (says === undefined) return
    let tip: HTMLElement | null = null
    word.setAttribute('aria-description', says)
    const hide = () => {
      tip?.remove()
      tip = null
    }
    const show = () => {
      hide()
      tip = document.createElement('div')
      tip.className = 'hint'
      tip.setAttribute('aria-hidden', 'true')
      tip.textContent = says
      document.body.append(tip)
      const [at, own] = [word.getBoundingClientRect(), tip.getBoundingClientRect()]
      const left = Math.max(GAP, Math.min(innerWidth - own.width - GAP, at.left))
      const below = at.bottom + GAP + own.height <= innerHeight
      tip.style.left = `${left}px`
      tip.style.top = `${below ? at.bottom + GAP : at.top - own.height - GAP}px`
    }
    const keydown = (event: KeyboardEvent) => event.key === 'Escape' && hide()
    const listeners = { pointerenter: show, pointerleave: hide, focus: show, blur: hide, keydown } as const
    const each = Object.entries(listeners) as [string, EventListener][]
    for (const [name, listener] of each) word.addEventListener(name, listener)
    return () => {
      hide()
      for (const [name, listener] of each) word.removeEventListener(name, listener)
    }
  }
}
