import type { Dataset } from '../../src/dicom/dataset.ts'
import type { SeriesFacts } from '../../src/dicom/series-facts.ts'
import type { RoutableSeries, StudyFacts } from '../../src/routing/facts.ts'

/** Facts of a thin axial chest CT, with what a test wants otherwise. */
export const seriesFacts = (changes: Partial<SeriesFacts> = {}): SeriesFacts => ({
  seriesInstanceUid: '1.2.3.1',
  modality: 'CT',
  sliceCount: 133,
  sliceThicknessMm: 2.5,
  sliceSpacingMm: 2.5,
  coverageMm: 330,
  orientation: 'axial',
  bodyRegion: 'chest',
  kernelClass: 'medium',
  isLocalizer: false,
  isOriginalPrimary: true,
  remarks: [],
  ...changes,
})

/** A header with these attributes, as [tag, VR, values]. */
export const headerOf = (...elements: readonly (readonly [string, string, ...unknown[]])[]): Dataset =>
  Object.fromEntries(elements.map(([tag, vr, ...Value]) => [tag, { vr, Value }]))

/** One series, its header a CT's unless told. */
export const routableSeries = (
  changes: Partial<Omit<RoutableSeries, 'facts'>> & { readonly facts?: Partial<SeriesFacts> } = {},
): RoutableSeries => {
  const { facts, ...rest } = changes
  const seriesInstanceUid = rest.seriesInstanceUid ?? '1.2.3.1'
  return {
    seriesInstanceUid,
    header: headerOf(['00080060', 'CS', 'CT']),
    digests: ['aa', 'bb'],
    ...rest,
    facts: seriesFacts({ seriesInstanceUid, ...facts }),
  }
}

/** A study of these series. */
export const studyFacts = (...series: readonly RoutableSeries[]): StudyFacts => ({
  studyInstanceUid: '1.2.3',
  patientId: 'P1',
  issuerOfPatientId: '',
  revision: 1,
  sources: ['stow'],
  series: series.length > 0 ? series : [routableSeries()],
})
