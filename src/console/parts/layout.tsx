import type { Child } from 'hono/jsx'

/** What every page is put in: the notice, the way back, the live region that renews itself. */
export const Layout = ({
  title,
  version,
  children,
}: {
  readonly title: string
  readonly version: string
  readonly children?: Child
}) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} - Hilum`}</title>
      <link rel="stylesheet" href="/console.css" />
      <link rel="icon" href="/console-icon.svg" type="image/svg+xml" />
      <script src="/console.js" defer></script>
    </head>
    <body>
      <a class="skip" href="#live">
        Skip to the content
      </a>
      <p class="safety" role="note">
        UNVERIFIED, research use only. Not a medical device, not for diagnosis.
      </p>
      <div class="bar">
        <a class="name" href="/">
          Hilum
        </a>
        <span class="aim">between the PACS and AI</span>
        <nav aria-label="Console">
          <a href="/">Studies</a>
          <a href="/usage">Usage</a>
          <a href="/viewer">Viewer</a>
          <a href="/api/openapi.json">API</a>
          <a href="/metrics">Metrics</a>
        </nav>
      </div>
      <main id="live">{children}</main>
      <footer>
        <p id="message" role="status" aria-live="polite"></p>
        <p>Hilum {version}. Findings are a model's claims, not checked by a person.</p>
      </footer>
    </body>
  </html>
)
