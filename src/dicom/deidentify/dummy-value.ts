import type { Element } from '../dataset.ts'

/** What stands for a value that must be there and may not be told (action D of PS3.15 E.3), by VR. */
const dummies: Readonly<Record<string, unknown>> = {
  AE: 'REMOVED',
  AS: '000Y',
  CS: 'REMOVED',
  DA: '19000101',
  DS: 0,
  DT: '19000101000000',
  FD: 0,
  FL: 0,
  IS: 0,
  LO: 'REMOVED',
  LT: 'REMOVED',
  PN: { Alphabetic: 'REMOVED' },
  SH: 'REMOVED',
  SL: 0,
  SS: 0,
  ST: 'REMOVED',
  TM: '000000',
  UC: 'REMOVED',
  UL: 0,
  US: 0,
  UT: 'REMOVED',
}

/** The dummy element of a VR; empty where no dummy means nothing (OB, UN, UR, AT). */
export const dummyElement = (vr: string): Element => {
  const value = dummies[vr]
  return value === undefined ? { vr } : { vr, Value: [value] }
}
