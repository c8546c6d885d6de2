/** The token comes in the address's fragment; it is moved to this tab's storage at once, out of sight and history. */
const KEY = 'anneal.token'

export function takeToken(): string {
  const given = /(?:^#|&)token=([\w-]+)/.exec(location.hash)?.[1]
  if (given) {
    sessionStorage.setItem(KEY, given)
    const route = location.hash.replace(/^#?&?token=[\w-]+|&token=[\w-]+/, '')
    history.replaceState(null, '', location.pathname + (route.length > 1 ? route : ''))
  }
  return given ?? sessionStorage.getItem(KEY) ?? ''
}
