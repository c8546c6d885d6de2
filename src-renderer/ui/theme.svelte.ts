/** Light or dark: as the system has it, unless the user chose. */

export type ThemeChoice = 'system' | 'light' | 'dark'
const KEY = 'anneal.theme'

export class Theme {
  choice = $state<ThemeChoice>(storedChoice())
  #systemDark = $state(false)
  readonly now = $derived<'light' | 'dark'>(
    this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice,
  )

  constructor() {
    const query = matchMedia('(prefers-color-scheme: dark)')
    this.#systemDark = query.matches
    query.addEventListener('change', ({ matches }) => (this.#systemDark = matches))
  }
  choose(choice: ThemeChoice) {
    this.choice = choice
    localStorage.setItem(KEY, choice)
  }
  toggle() {
    this.choose(this.now === 'dark' ? 'light' : 'dark')
  }
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}
