import { HilumError } from '../../base/errors.ts'
import type { Finding } from '../../inference/finding.ts'
import type { OutputObjectBuilder, ReportInput, SliceValues } from '../output-object.ts'
import { defaultEncoding } from '../profile.ts'
import { evaluatedSeriesNumber, incompleteSentences, warningSentences } from '../sr/evaluated-region.ts'
import { evidenceImage } from '../sr/evidence.ts'
import { noduleLine } from '../sr/finding-words.ts'
import { type OutcomeText, outcomeText } from '../sr/outcome-text.ts'
import { type CapturePage, captureObjects } from './key-images/capture.ts'
import { drawNodulePage } from './key-images/nodule-page.ts'
import { drawOverviewPages, drawSentencePages } from './key-images/text-pages.ts'

const kind = 'key-images'

/**
 * Pictures for viewers that show nothing else: each nodule's widest slice in the lung window with its outline and its
 * numbers in the pixels, a table of all before them where there are several. Of an outcome without a drawing a page of
 * its sentences, where the encoding wants it; else nothing.
 */
export const keyImages: OutputObjectBuilder = {
  kind,
  build: async input => {
    const text = outcomeText(input)
    if (text) return isStatusDrawn(input) ? sentenceObjects(input, text) : []
    return input.outcome.kind === 'findings' ? noduleObjects(input, input.outcome.findings) : []
  },
}

const isStatusDrawn = ({ encoding = defaultEncoding }: ReportInput): boolean => encoding.isStatusDrawn

const sentenceObjects = (input: ReportInput, { seriesDescription, sentences }: OutcomeText) => {
  const isOfChest = input.outcome.kind === 'findings' || input.outcome.kind === 'no-candidate'
  const pages = drawSentencePages(sentences).map(canvas => ({
    canvas,
    comment: seriesDescription,
    derivation: 'Text of the result by Hilum, no image',
    sources: [],
  }))
  return captureObjects(input, { kind, seriesDescription, isOfChest }, pages)
}

const noduleObjects = async (input: ReportInput, findings: readonly Finding[]) => {
  const nodules: CapturePage[] = []
  for (const finding of findings) nodules.push(await nodulePage(input, finding, findings.length))
  const pages = [...overviewPages(input, findings), ...nodules]
  return captureObjects(input, { kind, seriesDescription: describe(input), isOfChest: true }, pages)
}

/** The instance that is named is the last page of the earlier ones. */
const describe = ({ predecessor }: ReportInput): string =>
  predecessor
    ? `AI key images, replaces those to im ${predecessor.instanceNumber}, UNVERIFIED, research`
    : 'AI key images, UNVERIFIED, research'

const nodulePage = async (input: ReportInput, finding: Finding, count: number): Promise<CapturePage> => {
  const { volume, images, algorithm } = input
  const seriesNumber = evaluatedSeriesNumber(input)
  const source = sourceOf(input, finding)
  const instanceNumber = images.find(image => image.sopInstanceUid === source.sopInstanceUid)?.instanceNumber
  const slice = await readSlice(input, finding.longAxis.sliceIndex)
  const canvas = drawNodulePage({
    finding,
    count,
    algorithm: `${algorithm.name} ${algorithm.version}`,
    ...(volume && { volume }),
    ...(slice && { slice }),
    ...(seriesNumber !== undefined && { seriesNumber }),
    ...(instanceNumber !== undefined && { instanceNumber }),
  })
  return {
    canvas,
    comment: noduleLine(finding, images, seriesNumber),
    derivation: 'Widest slice of the nodule in the lung window, marked by Hilum',
    sources: [source],
  }
}

/** The table of several, and what must be said of the result as a whole. */
const overviewPages = (input: ReportInput, findings: readonly Finding[]): readonly CapturePage[] => {
  const remarks = [...incompleteSentences(input), ...warningSentences(input.warnings)]
  if (findings.length === 1 && remarks.length === 0) return []
  return drawOverviewPages(findings, input.images, remarks).map(canvas => ({
    canvas,
    comment: findings.length === 1 ? 'AI nodules: 1' : `AI nodules: ${findings.length}`,
    derivation: 'Table of the nodules by Hilum',
    sources: findings.map(finding => sourceOf(input, finding)),
  }))
}

const sourceOf = ({ images }: ReportInput, finding: Finding) => {
  const { sopInstanceUid, sopClassUid, frameNumber } = evidenceImage(images, finding.longAxis)
  const { seriesInstanceUid } = images.find(image => image.sopInstanceUid === sopInstanceUid)!
  return { sopInstanceUid, sopClassUid, seriesInstanceUid, ...(frameNumber !== undefined && { frameNumber }) }
}

/** A slice that is no longer kept, or damaged, does not cost the finding its page. */
const readSlice = async (input: ReportInput, sliceIndex: number): Promise<SliceValues | undefined> => {
  try {
    return await input.readSlice?.(sliceIndex)
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.failureClass === 'permanent') return undefined
    throw thrown
  }
}
