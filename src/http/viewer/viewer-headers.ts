import { createHash } from 'node:crypto'

/**
 * What OHIF 3.13.2 needs, measured in Chromium with everything else refused: workers of this origin and of blobs, style
 * elements (its components write them), pictures and fonts as data, and `eval`, on the page and in its workers: reading a
 * segmentation compiles loops (ndarray), decoding JPEG-LS makes functions (emscripten), and neither is drawn without.
 * Nothing is loaded from, or told to, another host.
 * @param inlineScripts sources of the page's own inline scripts
 */
export const viewerSecurityPolicy = (inlineScripts: readonly string[] = []): string =>
  [
    "default-src 'self'",
    `script-src ${["'self'", "'unsafe-eval'", ...inlineScripts].join(' ')}`,
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

/** Sources of a page's own inline scripts, `'sha256-...'` (CSP 3, 2.3.1): those and no others run. */
export const inlineScriptSources = (page: string): readonly string[] =>
  [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  )
