import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { createAccess, sessionCookie } from '../../../src/http/access/access.ts'
import { createSession, isValidSession, presentedKey } from '../../../src/http/access/api-key.ts'
import { createWrongKeyDelay } from '../../../src/http/access/wrong-key-delay.ts'
import { createLoginRoutes } from '../../../src/http/login.tsx'
import { createErrorHandler, type RequestVariables } from '../../../src/http/problem.ts'

const key = 'a-key-of-enough-length'

const appWith = (apiKey: string | undefined) => {
  const app = new Hono<RequestVariables>()
  app.onError(createErrorHandler(silentLog))
  const access = {
    apiKey,
    publicUrl: 'https://hilum.example:8443',
    listenHost: '127.0.0.1',
    allowedHosts: ['gate'],
    clock: systemClock,
  }
  const delay = createWrongKeyDelay(systemClock)
  app.use(createAccess(access, delay))
  app.route('/', createLoginRoutes(access, delay))
  app.all('/api/studies', context => context.json({ actor: context.get('actor') }))
  return app
}

const ask = (app: ReturnType<typeof appWith>, headers: Record<string, string>, init: RequestInit = {}) =>
  app.request('http://x/api/studies', { ...init, headers: { host: 'localhost:8080', ...headers } })

describe('Host', () => {
  it.each([
    'localhost',
    'localhost:8080',
    '127.0.0.1:1',
    '[::1]:8080',
    'hilum.example',
    'HILUM.EXAMPLE:8443',
    'gate:80',
    '10.1.2.3:8080',
  ])('lets %s in', async host => expect((await ask(appWith(undefined), { host })).status).toBe(200))

  it.each(['evil.test', 'localhost.evil.test', 'hilum.example.evil.test', ''])('refuses %j', async host => {
    const response = await ask(appWith(undefined), { host })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'HTTP_HOST_REFUSED' })
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })
})

describe('where a request comes from', () => {
  it.each([
    [{}, 200],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' }, 200],
    [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 200],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 403],
    [{ origin: 'http://evil.test' }, 403],
    [{ origin: 'http://localhost:9999' }, 403],
    [{ origin: 'null' }, 403],
  ])('%j answers %i', async (headers, status) => {
    expect((await ask(appWith(undefined), headers as Record<string, string>)).status).toBe(status)
  })

  it('refuses a foreign form even as a navigation', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await ask(appWith(undefined), headers, { method: 'POST' })).status).toBe(403)
  })
})

describe('the API key', () => {
  const basic = (password: string) => `Basic ${Buffer.from(`any:${password}`).toString('base64')}`

  it.each([
    [{ authorization: `Bearer ${key}` }, 200],
    [{ authorization: `bearer ${key}` }, 200],
    [{ authorization: basic(key) }, 200],
    [{ authorization: 'Bearer wrong' }, 401],
    [{ authorization: basic('wrong') }, 401],
    [{ authorization: `Digest ${key}` }, 401],
    [{ authorization: key }, 401],
    [{}, 401],
  ])('%j answers %i', async (headers, status) => {
    const response = await ask(appWith(key), headers as Record<string, string>)
    expect(response.status).toBe(status)
    if (status === 401) expect(response.headers.get('www-authenticate')).toContain('Basic')
  })

  it('sends a browser to the log-in page, and a log-in gives a cookie that lets in', async () => {
    const app = appWith(key)
    const first = await ask(app, { accept: 'text/html' })
    expect([first.status, first.headers.get('location')]).toEqual([302, '/login'])
    const form = { method: 'POST', body: new URLSearchParams({ key }) }
    const login = await app.request('http://x/login', { ...form, headers: { host: 'localhost' } })
    const cookie = login.headers.get('set-cookie')!
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).toMatch(/Secure/)
    const second = await ask(app, { cookie: cookie.split(';')[0]! })
    expect(await second.json()).toEqual({ actor: 'console' })
  })

  it('does not log in with a wrong key', async () => {
    const body = new URLSearchParams({ key: 'wrong' })
    const login = await appWith(key).request('http://x/login', {
      method: 'POST',
      body,
      headers: { host: 'localhost' },
    })
    expect([login.status, login.headers.get('set-cookie')]).toEqual([401, null])
  })

  it('answers wrong keys one after another, and a right one at once meanwhile', async () => {
    const app = appWith(key)
    const begun = performance.now()
    const guess = (index: number) =>
      index % 2 === 0
        ? ask(app, { authorization: `Bearer guess-${index}` })
        : app.request('http://x/login', {
            method: 'POST',
            body: new URLSearchParams({ key: `guess-${index}` }),
            headers: { host: 'localhost' },
          })
    const guesses = Promise.all(Array.from({ length: 6 }, (_, index) => guess(index)))
    expect((await ask(app, { authorization: `Bearer ${key}` })).status).toBe(200)
    expect(performance.now() - begun).toBeLessThan(240)
    expect((await guesses).map(answer => answer.status)).toEqual(Array(6).fill(401))
    expect(performance.now() - begun).toBeGreaterThan(1400)
  })

  it('ends sessions with their time and with the key', () => {
    const session = createSession(key, 1000)
    expect(isValidSession(session, key, 999)).toBe(true)
    expect(isValidSession(session, key, 1001)).toBe(false)
    expect(isValidSession(session, 'another-key-of-length', 999)).toBe(false)
    expect(isValidSession(session.replace('1000', '9999'), key, 1001)).toBe(false)
    expect(sessionCookie).toBe('hilum_session')
  })

  it('takes a password with colons', () => {
    expect(presentedKey(`Basic ${Buffer.from('u:a:b').toString('base64')}`)).toBe('a:b')
  })
})
