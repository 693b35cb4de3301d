/** Concepts that others write and we do not, which a reader must know (PS3.16 TID 1500, 1411, 2010). */
export const readerConcepts = {
  imageLibrary: { value: '111028', scheme: 'DCM', meaning: 'Image Library' },
  derivedMeasurements: { value: '126011', scheme: 'DCM', meaning: 'Derived Imaging Measurements' },
  qualitativeEvaluations: { value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' },
  volumeSurface: { value: '121231', scheme: 'DCM', meaning: 'Volume Surface' },
} as const
