/** Addresses of what we serve, from configuration alone: a client's Host header is never repeated. */
export interface ResourceUrls {
  study(studyInstanceUid: string): string
  series(uids: { readonly studyInstanceUid: string; readonly seriesInstanceUid: string }): string
  instance(uids: {
    readonly studyInstanceUid: string
    readonly seriesInstanceUid: string
    readonly sopInstanceUid: string
  }): string
}

/** @param publicUrl base URL that clients use, without the DICOMweb path. */
export const createResourceUrls = (publicUrl: string): ResourceUrls => {
  const base = `${publicUrl.replace(/\/+$/, '')}/dicom-web`
  const study = (uid: string): string => `${base}/studies/${uid}`
  const series: ResourceUrls['series'] = uids =>
    `${study(uids.studyInstanceUid)}/series/${uids.seriesInstanceUid}`
  return { study, series, instance: uids => `${series(uids)}/instances/${uids.sopInstanceUid}` }
}
