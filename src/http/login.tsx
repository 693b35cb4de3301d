import { Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { type AccessOptions, sessionCookie } from './access/access.ts'
import { createSession, isSameSecret } from './access/api-key.ts'
import { createWrongKeyDelay, type WrongKeyDelay } from './access/wrong-key-delay.ts'

const sessionMs = 12 * 3_600_000

const LoginPage = ({ fault }: { fault?: string }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Log in - Hilum</title>
      <link rel="stylesheet" href="/console.css" />
      <link rel="icon" href="/console-icon.svg" />
    </head>
    <body>
      <main>
        <h1>Hilum</h1>
        <form method="post" action="/login">
          <label for="key">API key</label>
          <input id="key" name="key" type="password" autocomplete="current-password" required autofocus />
          <button type="submit">Log in</button>
          {fault ? <p role="alert">{fault}</p> : null}
        </form>
      </main>
    </body>
  </html>
)

/** `/login` and `/logout`: trades the API key for the console's session cookie (HttpOnly, SameSite=Strict, 12 hours). */
export const createLoginRoutes = (
  { apiKey, publicUrl, clock }: AccessOptions,
  delayWrongKey: WrongKeyDelay = createWrongKeyDelay(clock),
): Hono => {
  const app = new Hono()
  app.get('/login', context => (apiKey === undefined ? context.redirect('/') : context.html(<LoginPage />)))
  app.post('/login', async context => {
    const { key } = await context.req.parseBody()
    if (apiKey === undefined) return context.redirect('/')
    if (typeof key !== 'string' || !isSameSecret(key, apiKey)) {
      await delayWrongKey()
      return context.html(<LoginPage fault="That is not the API key." />, 401)
    }
    setCookie(context, sessionCookie, createSession(apiKey, clock.now().getTime() + sessionMs), {
      httpOnly: true,
      sameSite: 'Strict',
      // TLS ends at a proxy: what clients use is what counts.
      secure: publicUrl.startsWith('https:'),
      path: '/',
      maxAge: sessionMs / 1000,
    })
    return context.redirect('/')
  })
  app.post('/logout', context => {
    deleteCookie(context, sessionCookie)
    return context.redirect('/login')
  })
  return app
}
