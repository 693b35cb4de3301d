import { createHash } from 'node:crypto'

/**
 * What OHIF 3.13.2 needs, measured in Chromium with everything else refused: WebAssembly (codecs), workers of this origin
 * and of blobs, style elements (its components write them), pictures and fonts as data. Nothing is loaded from, or told
 * to, another host. Its page also needs `eval`: reading a segmentation compiles loops (ndarray), and without it the
 * segmentation is never drawn; its workers do without.
 * @param page sources of the page's own inline scripts; absent for every other answer
 */
export const viewerSecurityPolicy = (page?: { readonly inlineScripts: readonly string[] }): string =>
  [
    "default-src 'self'",
    `script-src ${scriptSources(page?.inlineScripts).join(' ')}`,
    "worker-src 'self' blob:",
    "connect-src 'self' blob: data:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

const scriptSources = (inlineScripts: readonly string[] | undefined): readonly string[] =>
  inlineScripts === undefined
    ? ["'self'", "'wasm-unsafe-eval'"]
    : ["'self'", "'unsafe-eval'", ...inlineScripts]

/** Sources of a page's own inline scripts, `'sha256-...'` (CSP 3, 2.3.1): those and no others run. */
export const inlineScriptSources = (page: string): readonly string[] =>
  [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  )
