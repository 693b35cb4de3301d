import { type Dataset, textOf } from '../../dicom/dataset.ts'
import { titles } from '../codes.ts'
import { allNodes, type ContentNode, childrenOfType, contentNode } from './content-node.ts'
import { measurementGroups } from './measurement-groups.ts'
import { objectClassOf } from './object-class.ts'
import { judgeDrawing } from './ohif-drawing.ts'
import { hydrationOf } from './ohif-hydration.ts'
import type { JudgeFor, ReaderVerdict, StudyAround } from './verdict.ts'

/**
 * What OHIF 3.13 makes of an SR, by what was measured with its published build. drawn: on the images. text: as a text
 * page. black: listed, but the viewport stays empty. nothing: opens at the first slice, without a mark. error: the
 * viewer fails on it. unsupported: a warning in the list, black when opened.
 */
export interface OhifVerdict {
  readonly view: 'drawn' | 'text' | 'black' | 'nothing' | 'error' | 'unsupported'
  readonly groups: number
  /** Groups with a mark. */
  readonly drawn: number
  /** Groups that become measurements when a person agrees to track them. */
  readonly hydrates: number
  /** Names of the values beside each group's drawing: the first five. */
  readonly valuesDrawn: readonly (readonly string[])[]
  /** Why it is not drawn or a group does not hydrate. */
  readonly reasons: readonly string[]
}

/** Judges a written SR as OHIF would show it. Pure: nothing is opened. */
export const judgeForOhif = (document: Dataset, around: StudyAround = {}): OhifVerdict => {
  if (objectClassOf(document) !== 'sr') return undrawn('unsupported', 'its SOP class is not supported')
  const root = contentNode(document)
  // OHIF looks at the value alone, whatever the scheme.
  if (root.name?.value !== titles.imagingMeasurementReport.value) return judgeText(root)
  const groups = measurementGroups(root)
  const { view, drawn, reasons } = judgeDrawing(groups, around)
  if (view === 'black' || view === 'error') return { ...undrawn(view, ...reasons), groups: groups.length }
  // Without a mark it may hydrate all the same: coordinates in space are not drawn, but become measurements.
  const hydration = hydrationOf(root, groups)
  return {
    view,
    groups: groups.length,
    drawn,
    hydrates: hydration.count,
    valuesDrawn: view === 'drawn' ? groups.map(valuesOf) : [],
    reasons: [...reasons, ...hydration.reasons],
  }
}

const valuesOf = (group: ContentNode): readonly string[] =>
  childrenOfType(group, 'NUM')
    .slice(0, 5)
    .map(number => number.name?.meaning ?? '')

const undrawn = (view: OhifVerdict['view'], ...reasons: readonly string[]): OhifVerdict => ({
  view,
  groups: 0,
  drawn: 0,
  hydrates: 0,
  valuesDrawn: [],
  reasons,
})

/** Any title but 126000 is a page of text, on which every item that is no container needs a name. */
const judgeText = (root: ContentNode): OhifVerdict => {
  const isUnnamed = allNodes(root).some(node => node.valueType !== 'CONTAINER' && !node.name?.meaning)
  return isUnnamed ? undrawn('error', 'an item has no name') : undrawn('text')
}

/** OHIF's rules over an object of any class. What it lists with a warning does no harm to what lies beside it. */
export const ohif: JudgeFor = (document, around) => {
  switch (objectClassOf(document)) {
    case 'sr':
      return asVerdict(judgeForOhif(document, around))
    case 'other-sr':
      return { outcome: 'fails', drawn: 'unsupported', reasons: ['its SOP class is not supported'] }
    case 'segmentation':
      return judgeSegmentation(document)
    case 'capture':
    case 'image':
      return { outcome: 'fine', drawn: 'image', reasons: [] }
    default:
      return {
        outcome: 'ignores',
        drawn: 'unsupported',
        reasons: ['listed with a warning, nothing is shown'],
      }
  }
}

const asVerdict = ({
  view,
  groups,
  drawn,
  hydrates,
  reasons,
}: OhifVerdict): Omit<ReaderVerdict, 'reader'> => ({
  outcome: view === 'drawn' || view === 'text' ? 'fine' : 'fails',
  drawn: view === 'drawn' ? `${drawn} of ${groups}` : view,
  ...(groups > 0 && { hydrates: { count: hydrates, of: groups } }),
  reasons,
})

const judgeSegmentation = (document: Dataset): Omit<ReaderVerdict, 'reader'> => {
  const type = textOf(document, '00620001')
  if (type === 'BINARY') return { outcome: 'fine', drawn: 'segments', reasons: [] }
  return type === 'FRACTIONAL'
    ? { outcome: 'fails', drawn: 'error', reasons: ['a fractional segmentation loads for ever'] }
    : {
        outcome: 'ignores',
        drawn: 'untried',
        reasons: [`segmentation type ${type ?? 'absent'} was not tried`],
      }
}
