/** What stands at /viewer until a build is installed. */
export const ViewerMissingPage = () => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Viewer - Hilum</title>
      <link rel="stylesheet" href="/console.css" />
      <link rel="icon" href="/console-icon.svg" type="image/svg+xml" />
    </head>
    <body>
      <main>
        <h1>The viewer is not installed</h1>
        <p>
          Hilum shows studies and results in OHIF, as it is published. Run this once where the service runs,
          with the same configuration; nothing needs to be restarted:
        </p>
        <pre>hilum viewer install</pre>
        <p>
          Without internet, run <code>npm pack @ohif/app@3.13.2</code> elsewhere, bring the file, and run{' '}
          <code>hilum viewer install --from FILE</code>.
        </p>
        <p>
          <a href="/">Back to the studies</a>
        </p>
      </main>
    </body>
  </html>
)
