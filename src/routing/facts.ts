import type { Dataset } from '../dicom/dataset.ts'
import type { SeriesFacts } from '../dicom/series-facts.ts'

/** One series as rules see it: a representative instance's header (study and patient attributes included) and its facts. */
export interface RoutableSeries {
  readonly seriesInstanceUid: string
  readonly header: Dataset
  readonly facts: SeriesFacts
  /** Digests of its image instances, in any order. */
  readonly digests: readonly string[]
}

/** What rules are evaluated on: facts only, never pixels. */
export interface StudyFacts {
  readonly studyInstanceUid: string
  readonly patientId: string
  readonly issuerOfPatientId: string
  readonly revision: number
  /** Where instances came from: 'stow' or names of sources. */
  readonly sources: readonly string[]
  readonly series: readonly RoutableSeries[]
}

/** A study as it was seen, by our own id. */
export interface SeenStudy {
  readonly id: string
  readonly facts: StudyFacts
}

/** What one run of a detector took so far, on average. */
export interface RunAverage {
  readonly seconds: number
  /** Of remote models, in the relay's currency; 0 for local work. */
  readonly cost: number
}
