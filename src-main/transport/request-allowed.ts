/**
 * Whether a request to the browser door comes from our own page in this machine's browser. Pure.
 *
 * Host: only loopback names with our port, so that a foreign name made to point at 127.0.0.1 (DNS rebinding) gets nothing.
 * Origin: only our own, so that no other site's page can speak for the user (CSRF). Token: only who was given the address.
 */

export type Asked = { host: string | undefined; origin: string | undefined; token: string | undefined }
export type Verdict = { allowed: true } | { allowed: false; status: 403 | 421; reason: string }

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']
const refuse = (status: 403 | 421, reason: string): Verdict => ({ allowed: false, status, reason })

const isOurHost = (host: string | undefined, port: number) => LOOPBACK_NAMES.some((name) => host === `${name}:${port}`)

/** The page's own files: no secret in them, so no token; a foreign Host or Origin still gets nothing. */
export function fileAllowed({ host, origin }: Omit<Asked, 'token'>, port: number): Verdict {
  if (!isOurHost(host, port)) return refuse(421, 'Host is not this loopback address')
  if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Origin is not this page')
  return { allowed: true }
}

/** The socket, which can do everything: Origin must be there, and the token. */
export function socketAllowed({ host, origin, token }: Asked, port: number, secret: string): Verdict {
  if (!isOurHost(host, port)) return refuse(421, 'Host is not this loopback address')
  if (origin !== `http://${host}`) return refuse(403, 'Origin is not this page')
  if (!sameSecret(token, secret)) return refuse(403, 'Token is missing or wrong')
  return { allowed: true }
}

/** Takes as long for a near miss as for a far one. */
function sameSecret(given: string | undefined, secret: string): boolean {
  if (given === undefined || secret === '' || given.length !== secret.length) return false
  let difference = 0
  for (let i = 0; i < secret.length; i++) difference |= given.charCodeAt(i) ^ secret.charCodeAt(i)
  return difference === 0
}
