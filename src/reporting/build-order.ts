/** Kinds that reference other objects of the same work, and so are built after them. */
const selecting = new Set(['key-object-selection'])

/** What is to be built in the order in which it is: what selects others comes last. */
export const inBuildOrder = <T>(all: readonly T[], kindOf: (one: T) => string): readonly T[] => [
  ...all.filter(one => !selecting.has(kindOf(one))),
  ...all.filter(one => selecting.has(kindOf(one))),
]
