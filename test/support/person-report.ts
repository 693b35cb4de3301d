import dcmjs from 'dcmjs'
import type { Dataset, Element } from '../../src/dicom/dataset.ts'

/** A graphic of a measurement: on an image (SCOORD), or in space where no image is named (SCOORD3D). */
export interface DrawnGraphic {
  readonly type: string
  readonly data: readonly number[]
  readonly image?: string
  readonly frameOfReference?: string
}

/** A measurement group as a viewer writes it. */
export interface DrawnMeasurement {
  readonly trackingUid: string
  readonly label?: string
  /** Each in a NUM of its own (TID 1501), or at the group (TID 1410) where `isRegion`. */
  readonly graphics: readonly DrawnGraphic[]
  readonly isRegion?: boolean
}

/** A person's report. */
export interface WrittenReport {
  readonly sopInstanceUid: string
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly predecessor?: string
  readonly observer?: string
  readonly measurements: readonly DrawnMeasurement[]
  readonly patient?: Dataset
}

const element = (vr: string, ...Value: readonly unknown[]): Element => ({ vr, Value })
const sequence = (tag: string, ...items: readonly Dataset[]): Dataset => ({ [tag]: element('SQ', ...items) })

const named = (tag: string, value: string, scheme: string, meaning: string): Dataset =>
  sequence(tag, {
    '00080100': element('SH', value),
    '00080102': element('SH', scheme),
    '00080104': element('LO', meaning),
  })

const item = (
  relationship: string,
  type: string,
  concept: readonly [string, string, string],
  more: Dataset,
): Dataset => ({
  '0040A010': element('CS', relationship),
  '0040A040': element('CS', type),
  ...named('0040A043', ...concept),
  ...more,
})

const children = (...items: readonly Dataset[]): Dataset => sequence('0040A730', ...items)

const graphicItem = (graphic: DrawnGraphic, relationship: string): Dataset => ({
  '0040A010': element('CS', relationship),
  '0040A040': element('CS', graphic.image === undefined ? 'SCOORD3D' : 'SCOORD'),
  '00700022': element('FL', ...graphic.data),
  '00700023': element('CS', graphic.type),
  ...(graphic.frameOfReference === undefined ? {} : { '30060024': element('UI', graphic.frameOfReference) }),
  ...(graphic.image === undefined ? {} : children(imageItem(graphic.image))),
})

const imageItem = (sopInstanceUid: string): Dataset => ({
  '0040A010': element('CS', 'SELECTED FROM'),
  '0040A040': element('CS', 'IMAGE'),
  ...sequence('00081199', {
    '00081150': element('UI', '1.2.840.10008.5.1.4.1.1.2'),
    '00081155': element('UI', sopInstanceUid),
  }),
})

const groupItem = ({ trackingUid, label, graphics, isRegion }: DrawnMeasurement): Dataset =>
  item(
    'CONTAINS',
    'CONTAINER',
    ['125007', 'DCM', 'Measurement Group'],
    children(
      item('HAS OBS CONTEXT', 'TEXT', ['112039', 'DCM', 'Tracking Identifier'], {
        '0040A160': element('UT', 'Cornerstone3DTools@^0.1.0:Any'),
      }),
      item('HAS OBS CONTEXT', 'UIDREF', ['112040', 'DCM', 'Tracking Unique Identifier'], {
        '0040A124': element('UI', trackingUid),
      }),
      ...graphics.map(graphic =>
        isRegion
          ? graphicItem(graphic, 'CONTAINS')
          : item(
              'CONTAINS',
              'NUM',
              ['103339001', 'SCT', 'Long Axis'],
              children(graphicItem(graphic, 'INFERRED FROM')),
            ),
      ),
      ...(label === undefined
        ? []
        : [item('CONTAINS', 'TEXT', ['121106', 'DCM', 'Comment'], { '0040A160': element('UT', label) })]),
    ),
  )

/** As OHIF writes it: Enhanced SR whose predecessor lacks its SOP class, a placeholder for the observer's name. */
export const personReport = (report: WrittenReport): Dataset => ({
  '00080005': element('CS', 'ISO_IR 192'),
  '00080016': element('UI', '1.2.840.10008.5.1.4.1.1.88.22'),
  '00080018': element('UI', report.sopInstanceUid),
  '00080060': element('CS', 'SR'),
  '00080070': element('LO', 'Unspecified'),
  '00100020': element('LO', 'P1'),
  ...report.patient,
  '0020000D': element('UI', report.studyInstanceUid),
  '0020000E': element('UI', report.seriesInstanceUid),
  '00200013': element('IS', 2),
  '0040A040': element('CS', 'CONTAINER'),
  ...named('0040A043', '126000', 'DCM', 'Imaging Measurement Report'),
  ...(report.predecessor === undefined
    ? {}
    : sequence('0040A360', {
        '0020000D': element('UI', report.studyInstanceUid),
        ...sequence('00081115', {
          '0020000E': element('UI', report.seriesInstanceUid),
          ...sequence('00081199', { '00081155': element('UI', report.predecessor) }),
        }),
      })),
  ...children(
    item('HAS OBS CONTEXT', 'PNAME', ['121008', 'DCM', 'Person Observer Name'], {
      '0040A123': element('PN', { Alphabetic: report.observer ?? 'unknown^unknown' }),
    }),
    item(
      'CONTAINS',
      'CONTAINER',
      ['126010', 'DCM', 'Imaging Measurements'],
      children(...report.measurements.map(groupItem)),
    ),
  ),
})

/** A data set as a Part 10 file in Implicit VR Little Endian, as OHIF sends it. */
export const implicitFile = (dataset: Dataset): Uint8Array => {
  const meta = {
    '00020002': { vr: 'UI', Value: dataset['00080016']!.Value },
    '00020003': { vr: 'UI', Value: dataset['00080018']!.Value },
    '00020010': { vr: 'UI', Value: ['1.2.840.10008.1.2'] },
  }
  const file = new dcmjs.data.DicomDict(meta as never)
  file.dict = dataset as never
  return new Uint8Array(file.write())
}
