import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { CodedConcept } from '../../../src/dicom/coded-concept.ts'
import { concepts, languages, ownScheme, titles, units, values } from '../../../src/reporting/codes.ts'
import { hasPydicom } from '../../support/pydicom.ts'

const all: readonly CodedConcept[] = [titles, concepts, values, units, languages].flatMap(group =>
  Object.values<CodedConcept>(group),
)
const standard = all.filter(({ scheme }) => scheme !== ownScheme.designator && scheme !== 'RFC5646')

type Known = readonly [meaning: string, contextGroups: readonly number[]] | null

/** What pydicom's dictionaries, which are made from PS3.16, know of codes. */
const lookUp = (codes: readonly CodedConcept[]): readonly Known[] => {
  const program = fileURLToPath(new URL('../../support/programs/code-meanings.py', import.meta.url))
  const asked = JSON.stringify(codes.map(({ value, scheme }) => [value, scheme]))
  return JSON.parse(execFileSync('/usr/bin/python3', [program, asked], { encoding: 'utf8' }))
}

/** Where we spell a meaning otherwise than the dictionary, and why. Codes are equal by value and scheme all the same. */
const spelledOtherwise: Readonly<Record<string, string>> = {
  '103339001': 'OHIF compares "Long Axis" as text',
  '103340004': 'OHIF compares "Short Axis" as text',
  '118565006': 'the dictionary has the fully specified name of SNOMED CT',
  '39607008': 'the same',
  '72481006': 'the same',
  '90572001': 'the same',
  '373098007': 'CID 7464 writes "Mean"',
  mm3: 'the unit itself: viewers print it',
  '%': 'the unit itself: viewers print it',
  "[hnsf'U]": 'the unit itself: viewers print it',
}

/** Context groups that codes stand in for us (PS3.16). */
const members: readonly (readonly [CodedConcept, number])[] = [
  [titles.imagingMeasurementReport, 7021],
  [values.nodule, 7159],
  [values.nodule, 6104],
  [values.morphologicallyAbnormal, 7150],
  [values.segmentation, 7203],
  [values.artificialIntelligence, 7162],
  [values.sourceImage, 7202],
  [values.device, 270],
  [values.right, 244],
  [values.left, 244],
  [values.succeeded, 6042],
  [values.partiallySucceeded, 6042],
  [values.failed, 6042],
  [values.notAttempted, 6042],
  [values.processingEquipment, 7005],
  [concepts.longAxis, 7470],
  [concepts.shortAxis, 7470],
  [concepts.diameter, 7470],
  [units.cubicMillimetre, 7462],
]

describe.skipIf(!hasPydicom())('codes', () => {
  const known = hasPydicom() ? lookUp(standard) : []

  test.each(standard.map((code, index) => [code.meaning, code, index] as const))(
    '%s is in the dictionaries of PS3.16',
    (_, code, index) => {
      if (code.value === '{character}') return
      const found = known[index]
      expect(found).not.toBeNull()
      if (spelledOtherwise[code.value] === undefined) expect(found![0]).toBe(code.meaning)
      else expect(found![0]).not.toBe(code.meaning)
    },
  )

  test('codes of context groups stand in them', () => {
    const found = lookUp(members.map(([code]) => code))
    const astray = members.filter(([, group], index) => !found[index]?.[1].includes(group))
    expect(astray.map(([code, group]) => `${code.meaning}: ${group}`)).toEqual([])
  })
})

test('no two of our codes are one, and all fit their value representations', () => {
  const own = all.filter(({ scheme }) => scheme === ownScheme.designator)
  expect(new Set(own.map(({ value }) => value)).size).toBe(own.length)
  for (const { value, scheme, meaning } of all) {
    expect(value.length).toBeLessThanOrEqual(16)
    expect(scheme.length).toBeLessThanOrEqual(16)
    expect(meaning.length).toBeLessThanOrEqual(64)
  }
})

test('no title is of CID 7000, whose documents a RIS takes for the report', () => {
  for (const title of Object.values(titles)) expect(title.scheme).not.toBe('LN')
})
