/** The nearest whole number, halves to the even one, as numpy and torch round (Math.round gives 3 for 2.5). */
export const roundHalfEven = (value: number): number => {
  const floor = Math.floor(value)
  const part = value - floor
  if (part !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
