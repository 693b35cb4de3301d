import { type CodedConcept, isSameConcept } from '../dicom/coded-concept.ts'
import { deriveUid } from '../dicom/uid.ts'

const dcm = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'DCM', meaning })
const sct = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'SCT', meaning })
const ucum = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'UCUM', meaning })
const own = (value: string, meaning: string): CodedConcept => ({
  value,
  scheme: ownScheme.designator,
  meaning,
})

/**
 * Our coding scheme, for what no standard scheme has. Every object that uses it declares it in Coding Scheme
 * Identification Sequence (PS3.3 C.12.1.1.7).
 */
export const ownScheme = {
  designator: '99HILUM',
  uid: deriveUid<'coding-scheme'>('coding-scheme', '99HILUM'),
  name: 'Hilum local codes',
  organization: 'Hilum',
} as const

/** Titles of documents (root concept names). None is of CID 7000: a RIS takes those for the report. */
export const titles = {
  /** CID 7021. OHIF draws this root and no other. */
  imagingMeasurementReport: dcm('126000', 'Imaging Measurement Report'),
  /** CID 7020's neighbour for plain text: OHIF shows any title but 126000 as text. */
  findings: dcm('121070', 'Findings'),
  /** CID 7010: a key object selection. */
  ofInterest: dcm('113000', 'Of Interest'),
  noteSummary: own('note-summary', 'Clinical Note Summary by AI'),
} as const

/**
 * Concept names. OHIF 3.13 compares the meanings marked (text) as text, so they are spelled as it spells them, not as
 * the dictionary does; equality of codes is by value and scheme, so no other reader minds.
 */
export const concepts = {
  /** TID 1204. */
  language: dcm('121049', 'Language of Content Item and Descendants'),
  /** TID 1002, values of CID 270. */
  observerType: dcm('121005', 'Observer Type'),
  /** TID 1004. */
  deviceObserverUid: dcm('121012', 'Device Observer UID'),
  deviceObserverName: dcm('121013', 'Device Observer Name'),
  deviceObserverManufacturer: dcm('121014', 'Device Observer Manufacturer'),
  deviceObserverModelName: dcm('121015', 'Device Observer Model Name'),
  deviceObserverSerialNumber: dcm('121016', 'Device Observer Serial Number'),
  /** TID 1500, values of CID 100. */
  procedureReported: dcm('121058', 'Procedure reported'),
  /** TID 1500 (text). */
  imagingMeasurements: dcm('126010', 'Imaging Measurements'),
  /** TID 1410 and 1411 (text). */
  measurementGroup: dcm('125007', 'Measurement Group'),
  /** TID 1410 and 1411 (text). */
  trackingIdentifier: dcm('112039', 'Tracking Identifier'),
  /** TID 1410 and 1411 (text). */
  trackingUniqueIdentifier: dcm('112040', 'Tracking Unique Identifier'),
  finding: dcm('121071', 'Finding'),
  findingSite: sct('363698007', 'Finding Site'),
  laterality: sct('272741003', 'Laterality'),
  /** TID 4019. */
  algorithmName: dcm('111001', 'Algorithm Name'),
  algorithmParameters: dcm('111002', 'Algorithm Parameters'),
  algorithmVersion: dcm('111003', 'Algorithm Version'),
  algorithmManufacturer: dcm('122405', 'Algorithm Manufacturer'),
  imageRegion: dcm('111030', 'Image Region'),
  /** TID 1411: outlines in the frame of reference that enclose a volume together; Image Region is planar there. */
  volumeSurface: dcm('121231', 'Volume Surface'),
  /** TID 1411, with a Volume Surface. */
  sourceSeries: dcm('121232', 'Source series for segmentation'),
  /** TID 1410 and 1411, in place of Image Region. We do not write it: OHIF goes black. */
  referencedSegment: dcm('121191', 'Referenced Segment'),
  /** TID 320's purpose: the coordinates that a measurement was taken from. */
  sourceOfMeasurement: dcm('121112', 'Source of Measurement'),
  /** CID 7470 (text): the dictionary writes "Long axis". */
  longAxis: sct('103339001', 'Long Axis'),
  /** CID 7470 (text): the dictionary writes "Short axis". */
  shortAxis: sct('103340004', 'Short Axis'),
  /** CID 7470. */
  diameter: sct('81827009', 'Diameter'),
  /** CID 7472. */
  volume: sct('118565006', 'Volume'),
  /** A CAD score. Not 111047 Probability of cancer, which it is not. */
  certaintyOfFinding: dcm('111012', 'Certainty of Finding'),
  /** With Derivation Mean. Not 112181, which is for TID 4100 alone. */
  attenuationCoefficient: dcm('112031', 'Attenuation Coefficient'),
  /** TID 1501, values of CID 7464. */
  derivation: dcm('121401', 'Derivation'),
  comment: dcm('121106', 'Comment'),
  /** TID 2010. */
  keyObjectDescription: dcm('113012', 'Key Object Description'),
  /** TID 4015, values of CID 6042. */
  summaryOfDetections: dcm('111064', 'Summary of Detections'),
  noduleType: own('nodule-type', 'Nodule attenuation type'),
  solidCoreDiameter: own('solid-diameter', 'Diameter of solid component'),
  noteEntry: own('note-entry', 'Statement with its source'),
  noteStatement: own('note-statement', 'Statement of the note'),
  noteSource: own('note-source', 'Source text in the note'),
  noteRemovals: own('note-removed', 'Removed from the summary'),
  noteFollowUp: own('note-follow-up', 'Follow-up in the note'),
  noteHeaderCode: own('note-header-code', 'Code not valid for billing'),
  noteBillable: own('note-billable', 'Billable code to choose from'),
  noteDisplay: own('note-display', 'Name in the target language'),
  noteCrossReference: own('note-cross-ref', 'Cross-reference of the code'),
  noteSpanStart: own('note-span-start', 'First character of source, from 0'),
  noteSpanEnd: own('note-span-end', 'Character after source, from 0'),
} as const

/**
 * What a note says of a condition, told in the concept name: a reader that skips modifiers must not take a denied
 * condition for a present one.
 */
export const noteConditions = {
  affirmed: own('cond-affirmed', 'Condition stated in the note'),
  negated: own('cond-negated', 'Condition that the note denies'),
  uncertain: own('cond-uncertain', 'Condition uncertain in the note'),
  'family-history': own('cond-family', 'Condition of the family in the note'),
} as const

/** Parts of a note's summary. */
export const noteParts = {
  'chief-complaint': own('note-complaint', 'Chief complaint'),
  'present-illness': own('note-illness', 'History of present illness'),
  assessment: own('note-assessment', 'Assessment'),
  plan: own('note-plan', 'Plan'),
  'follow-up': own('note-part-fu', 'Follow-up'),
  other: own('note-other', 'Other of the note'),
} as const

/** Values of CODE items. */
export const values = {
  /** CID 270. */
  device: dcm('121007', 'Device'),
  nodule: sct('27925004', 'Nodule'),
  /** CID 7150: the category of a segmented nodule. */
  morphologicallyAbnormal: sct('49755003', 'Morphologically Abnormal Structure'),
  /** CID 7203. */
  segmentation: dcm('113076', 'Segmentation'),
  /** CID 7162: a family of algorithms. */
  artificialIntelligence: dcm('123110', 'Artificial Intelligence'),
  /** CID 244. */
  right: sct('24028007', 'Right'),
  /** CID 244. */
  left: sct('7771000', 'Left'),
  /** CID 4 and its like: lobes are post-coordinated with laterality; 44714003 (left upper lobe) is in no CID. */
  lung: sct('39607008', 'Lung'),
  upperLobe: sct('45653009', 'Upper lobe of lung'),
  middleLobe: sct('72481006', 'Middle lobe of right lung'),
  lowerLobe: sct('90572001', 'Lower lobe of lung'),
  /** CID 7464. */
  mean: sct('373098007', 'Mean'),
  /** CID 6042. */
  succeeded: dcm('111222', 'Succeeded'),
  partiallySucceeded: dcm('111223', 'Partially Succeeded'),
  failed: dcm('111224', 'Failed'),
  notAttempted: dcm('111225', 'Not Attempted'),
  /** CID 100. Never to be labelled CT chest: it does not say so. */
  ctUnspecified: { value: '25045-6', scheme: 'LN', meaning: 'CT unspecified body region' },
  /** CID 7202: why a derived image names the one that it was made from. */
  sourceImage: dcm('121322', 'Source image for image processing operation'),
  /** CID 7005. */
  processingEquipment: dcm('109102', 'Processing Equipment'),
  solid: own('solid', 'Solid'),
  'part-solid': own('part-solid', 'Part-solid'),
  'ground-glass': own('ground-glass', 'Ground glass'),
} as const

/** Units (UCUM). Hounsfield is [hnsf'U]: viewers print it so, since that is its code. */
export const units = {
  millimetre: ucum('mm', 'mm'),
  cubicMillimetre: ucum('mm3', 'mm3'),
  percent: ucum('%', '%'),
  hounsfield: ucum("[hnsf'U]", "[hnsf'U]"),
  characters: ucum('{character}', 'character'),
} as const

/** Languages (RFC 5646). */
export const languages = {
  en: { value: 'en-US', scheme: 'RFC5646', meaning: 'English (United States)' },
  zh: { value: 'zh', scheme: 'RFC5646', meaning: 'Chinese' },
  ms: { value: 'ms', scheme: 'RFC5646', meaning: 'Malay' },
} as const

const lobes: readonly { site: CodedConcept; right?: string; left?: string }[] = [
  { site: values.upperLobe, right: 'RUL', left: 'LUL' },
  { site: values.middleLobe, right: 'RML' },
  { site: values.lowerLobe, right: 'RLL', left: 'LLL' },
]

/** The radiologist's short name of a lobe ("RUL"); of a whole lung "right lung"; undefined for a lobe that side lacks. */
export const siteAbbreviation = (site: CodedConcept, side: 'right' | 'left'): string | undefined =>
  isSameConcept(site, values.lung)
    ? `${side} lung`
    : lobes.find(lobe => isSameConcept(lobe.site, site))?.[side]
