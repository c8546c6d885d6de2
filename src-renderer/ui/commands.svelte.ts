/** What the page can do, by name: one list behind the command palette, the shortcut sheet and the keyboard. */

export type Command = {
  id: string
  label: string
  group: string
  /** As `mod+shift+p`; mod is Ctrl, on a Mac Command. Single keys act only outside of fields. */
  keys?: string
  /** Acts even while a field or dialog has the focus. */
  everywhere?: boolean
  enabled?: () => boolean
  run: () => void
}

export class Commands {
  #sets = $state.raw<readonly (readonly Command[])[]>([])
  readonly all = $derived(this.#sets.flat())

  /** Adds commands until the returned function is called: a page does so while it is shown. */
  register(commands: readonly Command[]): () => void {
    this.#sets = [...this.#sets, commands]
    return () => {
      this.#sets = this.#sets.filter((set) => set !== commands)
    }
  }

  /** Runs what the pressed keys stand for; true if there was something. The page registered last goes first. */
  press(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>, typing: boolean): boolean {
    const pressed = keysOf(event)
    const command = this.all.findLast(({ keys, everywhere, enabled }) => {
      if (keys !== pressed || (enabled && !enabled())) return false
      return everywhere || !typing
    })
    command?.run()
    return command !== undefined
  }
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** In the order in which `Command.keys` is written. Shift is left out where the character already tells it, as in `?`. */
export function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const key = event.key.toLowerCase()
  const named = key.length > 1 || /[a-z0-9]/.test(key)
  const words = [
    (isMac ? event.metaKey : event.ctrlKey) && 'mod',
    event.altKey && 'alt',
    event.shiftKey && named && 'shift',
    key === ' ' ? 'space' : key,
  ]
  return words.filter(Boolean).join('+')
}

const NAMES: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  enter: 'Enter',
  escape: 'Esc',
  delete: 'Delete',
  insert: 'Insert',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
}

/** `mod+shift+p` as the words on the caps: Ctrl, Shift, P. */
export const capsOf = (keys: string): string[] =>
  keys.split(/\+(?=.)/).map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))

/** Whether keys belong to what has the focus: text being typed, a list being walked. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.closest('dialog') !== null ||
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)))

/** Commands whose name holds the letters of `query` in order, best match first. */
export function findCommands(commands: readonly Command[], query: string): Command[] {
  const wanted = query.trim().toLowerCase()
  return commands
    .filter(({ enabled }) => !enabled || enabled())
    .map((command) => ({ command, rank: rankOf(`${command.group} ${command.label}`.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => command)
}

/** 0 for nothing asked; small where the words stand together; Infinity where a letter is missing. */
function rankOf(text: string, wanted: string): number {
  const found = text.indexOf(wanted)
  if (found >= 0) return found / 100
  let [at, rank] = [0, 1]
  for (const letter of wanted) {
    const next = text.indexOf(letter, at)
    if (next < 0) return Infinity
    rank += next - at
    at = next + 1
  }
  return rank
}
