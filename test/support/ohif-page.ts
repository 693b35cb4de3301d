import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'

/** Pictures of what was seen, for a person to look at; git ignores the folder. */
const pictures = fileURLToPath(new URL('../../test-output/ohif/', import.meta.url))

/** Longest wait for software rendering on a busy machine, ms. */
export const patienceMs = 150_000

/** A page of OHIF with what it broke of the content security policy. */
export interface OhifPage {
  readonly page: Page
  readonly violations: readonly string[]
  close(): Promise<void>
}

/** Opens an address of OHIF, its tour shown already. */
export const openOhif = async (browser: Browser, url: string): Promise<OhifPage> => {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  await context.addInitScript(`
    localStorage.setItem('shownTours', '["basicViewerTour"]')
    addEventListener('securitypolicyviolation', event =>
      console.error('POLICY ' + event.effectiveDirective + ' ' + event.blockedURI))`)
  const page = await context.newPage()
  const violations: string[] = []
  page.on('console', message => {
    if (message.text().startsWith('POLICY ')) violations.push(message.text())
  })
  page.setDefaultTimeout(patienceMs)
  await page.goto(url)
  return { page, violations, close: () => context.close() }
}

/** Keeps a picture of the page. */
export const keepPicture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}${name}.png` })
}

type Point = readonly [number, number, number]

/** What OHIF draws of an SR: lines in patient coordinates, mm, on one image. */
export interface DrawnGroup {
  readonly trackingUid: string
  readonly sopInstanceUid: string
  readonly lines: readonly (readonly Point[])[]
  readonly values: readonly string[]
}

/** Every group of the SR in view, as it is drawn on whichever slice. OHIF keeps each annotation twice, under one UID. */
export const drawnGroups = (page: Page): Promise<readonly DrawnGroup[]> =>
  page.evaluate(`(() => {
    const drawn = cornerstoneTools.annotation.state
      .getAllAnnotations()
      .filter(item => item.metadata.toolName === 'DICOMSRDisplay')
    return [...new Map(drawn.map(item => [item.annotationUID, item])).values()].map(({ metadata, data }) => ({
      trackingUid: data.TrackingUniqueIdentifier,
      sopInstanceUid: /instances\\/([\\d.]+)/.exec(metadata.referencedImageId)?.[1],
      lines: Object.values(data.renderableData).flat().map(line => line.map(point => [...point])),
      values: data.labels.slice(0, 5).map(line => line.label + ': ' + line.value),
    }))
  })()`)

/** The image that the active viewport shows, and how many of its pixels on screen are coloured. */
export const shownImage = (
  page: Page,
): Promise<{ readonly sopInstanceUid: string | undefined; readonly coloured: number }> =>
  page.evaluate(`(() => {
    const { viewports } = services.viewportGridService.getState()
    const viewport = services.cornerstoneViewportService.getCornerstoneViewport([...viewports.keys()][0])
    const canvas = viewport?.canvas
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    let coloured = 0
    for (let at = 0; at < pixels.length; at += 4)
      if (Math.max(pixels[at], pixels[at + 1], pixels[at + 2]) - Math.min(pixels[at], pixels[at + 1], pixels[at + 2]) > 60) coloured++
    return { sopInstanceUid: /instances\\/([\\d.]+)/.exec(viewport?.getCurrentImageId?.() ?? '')?.[1], coloured }
  })()`)

/** How many grey levels the active viewport shows: one where nothing could be decoded. */
export const shownLevels = (page: Page): Promise<number> =>
  page.evaluate(`(() => {
    const { viewports } = services.viewportGridService.getState()
    const viewport = services.cornerstoneViewportService.getCornerstoneViewport([...viewports.keys()][0])
    const canvas = viewport?.canvas
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    return new Set(pixels.filter((_, at) => at % 4 === 0)).size
  })()`)

/** A measurement that a person tracks: its ends in patient coordinates, mm. */
export interface TrackedMeasurement {
  readonly uid: string
  readonly tool: string
  readonly label: string
  readonly points: readonly Point[]
}

/** Measurements that a person now tracks. */
export const trackedMeasurements = (page: Page): Promise<readonly TrackedMeasurement[]> =>
  page.evaluate(`services.measurementService.getMeasurements().map(({ uid, toolName, label, points }) =>
    ({ uid, tool: toolName, label, points: points.map(point => [...point]) }))`)

/** Says yes to "continue tracking measurements". */
export const hydrate = async (page: Page): Promise<void> => {
  await page.getByText('Do you want to continue tracking measurements').waitFor()
  await page.getByText('Yes', { exact: true }).click()
}

/** Takes a measurement away, as the bin beside it does. */
export const removeMeasurement = (page: Page, uid: string): Promise<unknown> =>
  page.evaluate(`services.measurementService.remove(${JSON.stringify(uid)})`)

/** Moves every handle of a measurement by so many mm, as dragging it does. */
export const dragMeasurement = (page: Page, uid: string, by: Point): Promise<unknown> =>
  page.evaluate(`(() => {
    const annotation = cornerstoneTools.annotation.state.getAnnotation(${JSON.stringify(uid)})
    const by = ${JSON.stringify(by)}
    annotation.data.handles.points = annotation.data.handles.points.map(point => point.map((value, axis) => value + by[axis]))
    annotation.invalidated = true
    cornerstoneTools.annotation.state.triggerAnnotationModified
      ? cornerstoneTools.annotation.state.triggerAnnotationModified(annotation)
      : cornerstone.triggerEvent(cornerstone.eventTarget, 'CORNERSTONE_TOOLS_ANNOTATION_MODIFIED', { annotation })
    services.cornerstoneViewportService.getRenderingEngine?.()?.render()
  })()`)

/** "Create SR" and Save, as a reader does; answers the status of the STOW-RS behind it. */
export const createReport = async (page: Page): Promise<number> => {
  const button = page.getByText('Create SR').first()
  if (!(await button.isVisible())) await page.locator('[data-cy*="rackedMeasurements"]').first().click()
  await button.click()
  const stored = page.waitForResponse(answer => answer.request().method() === 'POST')
  await page.getByRole('button', { name: 'Save' }).last().click()
  return (await stored).status()
}

/** What a loaded segmentation marks: its segments' labels, and by image the marked pixels' mean column and row. */
export interface DrawnSegmentation {
  readonly labels: readonly string[]
  readonly marked: readonly {
    readonly sopInstanceUid: string
    readonly segment: number
    readonly column: number
    readonly row: number
    readonly pixels: number
  }[]
}

/** The segmentation in view, as its labelmap lies in memory. */
export const drawnSegmentation = (page: Page): Promise<DrawnSegmentation> =>
  page.evaluate(`(() => {
    const [segmentation] = services.segmentationService.getSegmentations()
    const marked = []
    for (const imageId of segmentation?.representationData?.Labelmap?.imageIds ?? []) {
      const image = cornerstone.cache.getImage(imageId)
      if (!image) continue
      const found = new Map()
      image.voxelManager.getScalarData().forEach((segment, at) => {
        if (segment === 0) return
        const sums = found.get(segment) ?? { column: 0, row: 0, pixels: 0 }
        sums.column += at % image.columns
        sums.row += Math.floor(at / image.columns)
        sums.pixels++
        found.set(segment, sums)
      })
      const sopInstanceUid = /instances\\/([\\d.]+)/.exec(image.referencedImageId ?? '')?.[1]
      for (const [segment, sums] of found)
        marked.push({ sopInstanceUid, segment, column: sums.column / sums.pixels, row: sums.row / sums.pixels, pixels: sums.pixels })
    }
    return { labels: Object.values(segmentation?.segments ?? {}).filter(Boolean).map(segment => segment.label), marked }
  })()`)
