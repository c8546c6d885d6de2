/**
 * The token comes in the address's fragment; it is moved to the browser's storage at once, out of sight and history. A tab has its own;
 * one that is opened by a bookmark has that of the last tab at this address.
 */
const KEY = 'anneal.token'

export function takeToken(): string {
  const given = /(?:^#|&)token=([\w-]+)/.exec(location.hash)?.[1]
  if (given) {
    sessionStorage.setItem(KEY, given)
    localStorage.setItem(KEY, given)
    const route = location.hash.replace(/^#?&?token=[\w-]+|&token=[\w-]+/, '')
    history.replaceState(null, '', location.pathname + (route.length > 1 ? route : ''))
  }
  return given ?? sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? ''
}
