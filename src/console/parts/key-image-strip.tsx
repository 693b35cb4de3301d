import type { ObjectWithDeliveries } from '../../storage/queries/study-overview.ts'

/** The pages of a result's key images, small, each opening in full: what viewers show that show nothing else. */
export const KeyImageStrip = ({ objects }: { readonly objects: readonly ObjectWithDeliveries[] }) => {
  const pages = objects
    .map(({ object }) => object)
    .filter(object => object.kind === 'key-images')
    .sort((a, b) => a.encoding.localeCompare(b.encoding) || a.instanceNumber - b.instanceNumber)
  return pages.length === 0 ? null : (
    <div class="key-images">
      {pages.map((page, index) => {
        const picture = `/dicom-web/studies/${page.studyInstanceUid}/series/${page.seriesInstanceUid}/instances/${page.sopInstanceUid}/rendered`
        return (
          <a href={picture}>
            <img
              src={`${picture}?viewport=256,192`}
              width="256"
              height="192"
              loading="lazy"
              alt={`Key image, page ${index + 1} of ${pages.length}`}
            />
          </a>
        )
      })}
    </div>
  )
}
