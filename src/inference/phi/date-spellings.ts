const months: readonly (readonly string[])[] = [
  ['january', 'jan', 'januari'],
  ['february', 'feb', 'februari'],
  ['march', 'mar', 'mac'],
  ['april', 'apr'],
  ['may', 'mei'],
  ['june', 'jun'],
  ['july', 'jul', 'julai'],
  ['august', 'aug', 'ogos', 'ogo'],
  ['september', 'sep', 'sept'],
  ['october', 'oct', 'oktober', 'okt'],
  ['november', 'nov'],
  ['december', 'dec', 'disember', 'dis'],
]

/** Names of months in English and Malay, for a pattern, longest first. */
export const monthNames = months
  .flat()
  .toSorted((a, b) => b.length - a.length)
  .join('|')

const separators = ['', '-', '/', '.', ' '] as const

/** How people write a date of YYYYMMDD, folded: orders, separators, short years, padded or not, names of months, Chinese. */
export const dateSpellings = (date: string): readonly string[] => {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(date)
  if (!match) return []
  const [, year = '', month = '', day = ''] = match
  const [bareMonth, bareDay] = [String(Number(month)), String(Number(day))]
  const numeric = [year, year.slice(2)].flatMap(y =>
    [
      [month, day],
      [bareMonth, bareDay],
      [month, bareDay],
      [bareMonth, day],
    ].flatMap(([m = '', d = '']) =>
      separators
        .filter(separator => separator !== '' || (m.length === 2 && d.length === 2 && y.length === 4))
        .flatMap(separator =>
          [
            [y, m, d],
            [d, m, y],
            [m, d, y],
          ].map(parts => parts.join(separator)),
        ),
    ),
  )
  const named = (months[Number(month) - 1] ?? []).flatMap(name =>
    [day, bareDay].flatMap(d => [
      `${d} ${name} ${year}`,
      `${name} ${d} ${year}`,
      `${d}-${name}-${year}`,
      `${d}${name}${year}`,
    ]),
  )
  return [
    ...new Set([...numeric, ...named, `${year}年${bareMonth}月${bareDay}日`, `${year}年${month}月${day}日`]),
  ]
}
