/** A code of a release as the official file has it. */
export interface ReleaseCode {
  /** With its dot: "J18.9". */
  readonly code: string
  /** False for a header, under which finer codes stand. */
  readonly isBillable: boolean
  /** At most 60 characters, so it fits a Code Meaning (0008,0104). */
  readonly shortTitle: string
}

/** One release of ICD-10-CM. */
export interface CodeRelease {
  /** "ICD-10-CM 2021". */
  readonly name: string
  /** First day on which it is in force, YYYY-MM-DD. */
  readonly validFrom: string
  /** Only a part of the release: a code that is not in it may exist all the same. */
  readonly isPartial: boolean
  find(code: string): ReleaseCode | undefined
  /** Billable codes below a header, in the order of the release. */
  billableBelow(code: string): readonly ReleaseCode[]
}

/** A code with its dot after the third character; upper case, white space dropped. "j189" gives "J18.9". */
export const dotted = (code: string): string => {
  const plain = code.replace(/[\s.]/g, '').toUpperCase()
  return plain.length > 3 ? `${plain.slice(0, 3)}.${plain.slice(3)}` : plain
}

/** A release over its codes, which are in the order of the release: what is below a header follows it. */
export const createCodeRelease = (
  about: Pick<CodeRelease, 'name' | 'validFrom' | 'isPartial'>,
  codes: readonly ReleaseCode[],
): CodeRelease => {
  const byCode = new Map(codes.map((entry, index) => [entry.code, { entry, index }]))
  return {
    ...about,
    find: code => byCode.get(dotted(code))?.entry,
    billableBelow: code => {
      const header = byCode.get(dotted(code))
      if (!header) return []
      const below: ReleaseCode[] = []
      const isBelow = (entry: ReleaseCode | undefined): entry is ReleaseCode =>
        entry !== undefined && plain(entry.code).startsWith(plain(header.entry.code))
      for (let at = header.index + 1; isBelow(codes[at]); at++)
        if (codes[at]!.isBillable) below.push(codes[at]!)
      return below
    },
  }
}

const plain = (code: string): string => code.replace('.', '')
