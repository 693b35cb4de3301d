/**
 * The same JSON without NUL and lone surrogates in its strings: PostgreSQL takes neither in text or jsonb, and hostile
 * headers have both. The bytes that are kept are not touched.
 */
export const storable = <T>(value: T): T => clean(value) as T

const clean = (value: unknown): unknown => {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]))
}

const cleanText = (text: string): string =>
  text
    .replaceAll('\0', '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
