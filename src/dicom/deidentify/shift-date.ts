const dayMs = 86_400_000

/**
 * A DA or DT value moved by whole days; its time of day, fraction and zone stay. Undefined for what is no full date: a
 * value that cannot be moved must not stay as it is. Forms: YYYYMMDD, the old YYYY.MM.DD, DT with what follows the day.
 */
export const shiftDate = (value: string, days: number): string | undefined => {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})((?:\d{2}){0,3}(?:\.\d{1,6})?(?:[+-]\d{4})?)$/.exec(value.trim())
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const time = Date.UTC(year, month - 1, day)
  const stood = new Date(time)
  if (stood.getUTCFullYear() !== year || stood.getUTCMonth() !== month - 1 || stood.getUTCDate() !== day)
    return undefined
  const moved = new Date(time + days * dayMs)
  if (moved.getUTCFullYear() < 1000) return undefined
  return `${moved.toISOString().slice(0, 10).replaceAll('-', '')}${match[4]}`
}
