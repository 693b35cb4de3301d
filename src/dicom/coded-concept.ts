/** A coded entry (PS3.3 8.8). Equality is by value and scheme; the meaning is for people. */
export interface CodedConcept {
  readonly value: string
  /** Coding Scheme Designator: DCM, SCT, UCUM, LN, I10C... */
  readonly scheme: string
  readonly meaning: string
}

/** Same concept: value and scheme, the meaning may differ. */
export const isSameConcept = (a: CodedConcept, b: CodedConcept): boolean =>
  a.value === b.value && a.scheme === b.scheme
