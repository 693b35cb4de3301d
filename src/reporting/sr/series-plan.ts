import { deriveUid, type SeriesInstanceUid } from '../../dicom/uid.ts'
import type { PredecessorObject } from '../output-object.ts'

/** What decides where a result goes. */
export interface SeriesQuestion {
  readonly kind: string
  /** positive: viewers draw it. text: viewers show it as text. image: frames or pixels, one result a series. */
  readonly shape: 'positive' | 'text' | 'image'
  readonly studyInstanceUid: string
  readonly ruleName: string
  readonly algorithmName: string
  readonly workitemId: string
  readonly revision: number
  /** Of what it is written in; '' or absent: the default, which no UID names. */
  readonly encodingId?: string
  readonly predecessor?: PredecessorObject
  readonly isPredecessorSeriesTouched?: boolean
}

/** The series of a result and its Instance Number there. */
export interface SeriesPlan {
  readonly seriesInstanceUid: SeriesInstanceUid
  readonly instanceNumber: number
}

/**
 * Where a result goes. OHIF draws the highest Instance Number of a series but shows the lowest one as text, hence:
 * - a newer positive is the next instance of the positive before it;
 * - a text is always the only instance of a series of its own; so is a result of pixels, of which OHIF shows one a series
 *   and image viewers would page from the old one into the new;
 * - after a text, or where a person's instance is in the series, a positive starts a new series (a series keeps one
 *   description, and a person's work is not covered up).
 * Instance Numbers count up over all results of the same study, rule and algorithm, whatever the series.
 */
export const planSeries = (question: SeriesQuestion): SeriesPlan => ({
  seriesInstanceUid: seriesUid(question),
  instanceNumber: (question.predecessor?.instanceNumber ?? 0) + 1,
})

const seriesUid = (question: SeriesQuestion): SeriesInstanceUid => {
  const { kind, shape, studyInstanceUid, ruleName, algorithmName, workitemId, revision, predecessor } =
    question
  const encoding = encodingPart(question.encodingId)
  if (shape !== 'positive')
    return deriveUid('series', kind, shape, studyInstanceUid, workitemId, revision, ...encoding)
  const first = ['series', kind, studyInstanceUid, ruleName, algorithmName, ...encoding] as const
  if (!predecessor) return deriveUid(...first)
  const isContinued = predecessor.wasPositive && question.isPredecessorSeriesTouched !== true
  return isContinued
    ? (predecessor.seriesInstanceUid as SeriesInstanceUid)
    : deriveUid(...first, 'after', predecessor.sopInstanceUid)
}

/** What an encoding adds to the parts that a UID is derived from: the default nothing. */
export const encodingPart = (encodingId = ''): readonly string[] => (encodingId === '' ? [] : [encodingId])
