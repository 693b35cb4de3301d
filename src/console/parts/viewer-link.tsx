/** What the viewer is to open: a study, at a series of it or at one image. */
export interface ViewerPlace {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid?: string | undefined
  readonly sopInstanceUid?: string | undefined
}

/** The address of a place in the viewer. UIDs are data of others: each is percent-encoded. */
export const viewerHref = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: ViewerPlace): string => {
  const query = new URLSearchParams({ StudyInstanceUIDs: studyInstanceUid })
  if (seriesInstanceUid !== undefined) query.set('initialSeriesInstanceUID', seriesInstanceUid)
  if (sopInstanceUid !== undefined) query.set('initialSOPInstanceUID', sopInstanceUid)
  return `/viewer?${query}`
}

/** A link that opens the viewer beside the console. */
export const ViewerLink = ({ at, text }: { readonly at: ViewerPlace; readonly text: string }) => (
  <a href={viewerHref(at)} target="_blank" rel="noopener">
    {text}
  </a>
)
