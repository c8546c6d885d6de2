import { describe, expect, it } from 'vitest'
import { fileAllowed, socketAllowed } from './request-allowed.ts'

const secret = 'a'.repeat(43)
const good = { host: '127.0.0.1:4173', origin: 'http://127.0.0.1:4173', token: secret }
const asks = (change: Partial<Record<keyof typeof good, string | undefined>>) =>
  socketAllowed({ ...good, ...change }, 4173, secret)

describe('the socket', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])('opens to our own page on %s', (name) => {
    expect(asks({ host: `${name}:4173`, origin: `http://${name}:4173` })).toEqual({ allowed: true })
  })
  it.each([
    'evil.example:4173',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.0.0.1.evil.example:4173',
    '0.0.0.0:4173',
    '',
    undefined,
  ])('refuses Host %s, as after DNS rebinding', (host) => {
    expect(asks({ host, origin: `http://${host}` })).toMatchObject({ allowed: false, status: 421 })
  })
  it.each([
    'http://evil.example',
    'null',
    'https://127.0.0.1:4173',
    'http://localhost:4173',
    'http://127.0.0.1:41730',
    undefined,
  ])('refuses Origin %s even with the token, as in CSRF', (origin) => {
    expect(asks({ origin })).toMatchObject({ allowed: false, status: 403, reason: expect.stringContaining('Origin') })
  })
  it.each([undefined, '', 'a', 'b'.repeat(43), 'a'.repeat(42), 'a'.repeat(44)])('refuses token %s', (token) => {
    expect(asks({ token })).toMatchObject({ allowed: false, status: 403, reason: expect.stringContaining('Token') })
  })
  it('has no empty secret that everybody knows', () => {
    expect(socketAllowed({ ...good, token: '' }, 4173, '').allowed).toBe(false)
  })
})

describe('files', () => {
  it('are served to a navigation, which sends no Origin, and to our own page', () => {
    expect(fileAllowed({ host: good.host, origin: undefined }, 4173)).toEqual({ allowed: true })
    expect(fileAllowed({ host: good.host, origin: good.origin }, 4173)).toEqual({ allowed: true })
  })
  it('are not served under a foreign name or to a foreign page', () => {
    expect(fileAllowed({ host: 'evil.example:4173', origin: undefined }, 4173).allowed).toBe(false)
    expect(fileAllowed({ host: good.host, origin: 'http://evil.example' }, 4173).allowed).toBe(false)
  })
})
