import { HilumError } from '../../base/errors.ts'

/**
 * The rows of a CSV file (RFC 4180) as records by the names in its first line, lower case; `,` or `;` or a tab divides,
 * whichever the first line has. A row with another number of fields is refused. Pure.
 * @throws TERMINOLOGY_FILE_INVALID with the row's number; never with its text
 */
export const parseCsv = (
  text: string,
  wanted: readonly string[],
): readonly Readonly<Record<string, string>>[] => {
  const body = text.replace(/^\uFEFF/, '')
  const firstLine = body.split(/\r?\n/, 1)[0] ?? ''
  const divider = [',', ';', '\t'].find(mark => firstLine.includes(mark)) ?? ','
  const [head, ...rows] = fieldsOf(body, divider)
  const names = (head ?? []).map(name => name.trim().toLowerCase())
  const missing = wanted.filter(name => !names.includes(name))
  if (missing.length > 0)
    throw new HilumError('TERMINOLOGY_FILE_INVALID', `the first line names no column ${missing.join(', ')}`)
  return rows.map((fields, index) => {
    if (fields.length !== names.length)
      throw new HilumError(
        'TERMINOLOGY_FILE_INVALID',
        `row ${index + 2} has ${fields.length} fields, not ${names.length}`,
      )
    return Object.fromEntries(names.map((name, at) => [name, fields[at]!.trim()]))
  })
}

/** Empty lines are passed over. */
const fieldsOf = (text: string, divider: string): readonly (readonly string[])[] => {
  const rows: string[][] = []
  let [row, field, isQuoted]: [string[], string, boolean] = [[], '', false]
  const endRow = (): void => {
    row.push(field)
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    field = ''
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      field += '"'
      at++
    } else if (character === '"' && (isQuoted || field === '')) isQuoted = !isQuoted
    else if (isQuoted) field += character
    else if (character === divider) {
      row.push(field)
      field = ''
    } else if (character === '\n') endRow()
    else if (character !== '\r') field += character
  }
  if (isQuoted) throw new HilumError('TERMINOLOGY_FILE_INVALID', 'a quoted field has no end')
  if (field !== '' || row.length > 0) endRow()
  return rows
}
