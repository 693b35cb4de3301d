import { constants, inflateRawSync } from 'node:zlib'
import { HilumError, toHilumError } from '../base/errors.ts'
import { type ByteSource, bufferSource } from './byte-source.ts'
import type { Dataset } from './dataset.ts'
import { type DatasetReadResult, readDatasetAt, type ValuePlace, type ValueVerdict } from './dataset-read.ts'
import type { ElementHeader } from './element-header.ts'
import { encapsulatedFragments, type Fragment } from './fragments.ts'
import { findDataset, type Part10Start } from './part10-start.ts'
import { checkNativeLength } from './pixel-length.ts'
import { type TransferSyntax, transferSyntaxOf } from './transfer-syntax.ts'

/** Inflated data sets end here: a bomb of zeros grows a thousandfold. */
const maxInflatedBytes = 256 * 2 ** 20
const maxHeaderValueBytes = 1024
const pixelTags: ReadonlySet<string> = new Set(['7FE00008', '7FE00009', '7FE00010'])

/** Where the pixels lie: in the file's bytes, or in the inflated data set of a deflated one (see `datasetBytes`). */
export interface PixelDataPlace {
  readonly tag: string
  readonly vr: string
  /** Of the value. */
  readonly offset: number
  /** Of the value; with all item headers if encapsulated. */
  readonly length: number
  /** Encapsulated only: the fragments after the offset table, and the table (may be empty), PS3.5 A.4. */
  readonly fragments?: readonly Fragment[]
  readonly offsetTable?: readonly number[]
}

/** A Part 10 file as an index of its header: no pixel is copied. */
export interface ParsedInstance {
  /** Group 0002. */
  readonly meta: Dataset
  /** Everything before the pixels but values over 1 KiB, text decoded. */
  readonly header: Dataset
  readonly transferSyntaxUid: string
  readonly pixelData?: PixelDataPlace
  /** False for a data set that came without preamble and file meta information: it is no Part 10 file. */
  readonly isPart10: boolean
}

/**
 * Indexes a Part 10 file in memory. Native pixels must have the length that the header says.
 * @throws DICOM_UNPARSABLE, DICOM_TOO_DEEP, DICOM_TOO_MANY_ELEMENTS, DICOM_PIXELS_MISMATCH
 */
export const readInstance = (bytes: Uint8Array): ParsedInstance => indexInstance(bufferSource(bytes))

/** The same of any source: a file through a window, for one. */
export const indexInstance = (source: ByteSource): ParsedInstance =>
  withCodes(() => {
    const start = findDataset(source)
    const syntax = transferSyntaxOf(start.transferSyntaxUid)
    const body = bodyOf(source, start, syntax)
    const read = readBody(body, syntax, judgeHeader, isPixelData)
    const pixelData = read.last && placePixels(body.source, read.dataset, read.last, syntax)
    return {
      meta: start.meta,
      header: read.dataset,
      transferSyntaxUid: syntax.uid,
      isPart10: start.isPart10,
      ...(pixelData ? { pixelData } : {}),
    }
  })

/** What to do with a value of a full data set. `path` leads to it: tag, item index from 0, tag... */
export type BulkJudge = (place: ValuePlace) => string | undefined

/**
 * The whole data set in the DICOM JSON model. `bulkUri` may answer a BulkDataURI for a value; without one the value is
 * inline, however long, but for pixel data, which is then left out. Group 0002 is not in it.
 */
export const readDataset = (bytes: Uint8Array, bulkUri: BulkJudge = () => undefined): Dataset =>
  indexDataset(bufferSource(bytes), bulkUri)

/** The same of any source: a file through a window, for one. */
export const indexDataset = (source: ByteSource, bulkUri: BulkJudge): Dataset =>
  withCodes(() => {
    const start = findDataset(source)
    const syntax = transferSyntaxOf(start.transferSyntaxUid)
    const judge = (place: ValuePlace): ValueVerdict => {
      const uri = bulkUri(place)
      if (uri !== undefined) return { uri }
      return pixelTags.has(String(place.path.at(-1))) ? 'omit' : 'inline'
    }
    return readBody(bodyOf(source, start, syntax), syntax, judge, () => false).dataset
  })

/** The bytes that offsets in a ParsedInstance count in: the file's own, inflated where it is deflated. */
export const datasetBytes = (bytes: Uint8Array, transferSyntaxUid: string): Uint8Array => {
  const syntax = transferSyntaxOf(transferSyntaxUid)
  if (!syntax.isDeflated) return bytes
  return withCodes(() => {
    const source = bufferSource(bytes)
    const body = bodyOf(source, findDataset(source), syntax)
    return body.source.bytes(0, body.source.length)
  })
}

interface Body {
  readonly source: ByteSource
  readonly start: number
}

const bodyOf = (source: ByteSource, start: Part10Start, syntax: TransferSyntax): Body => {
  if (!syntax.isDeflated) return { source, start: start.datasetOffset }
  const deflated = source.bytes(start.datasetOffset, source.length - start.datasetOffset)
  try {
    // A stream may lack its last block's padding, but a cut one must not pass: no finishFlush.
    const inflated = inflateRawSync(deflated, {
      maxOutputLength: maxInflatedBytes,
      finishFlush: constants.Z_FINISH,
    })
    return { source: bufferSource(inflated), start: 0 }
  } catch (cause) {
    throw new HilumError('DICOM_UNPARSABLE', 'the deflated data set is damaged or too large', { cause })
  }
}

const readBody = (
  body: Body,
  syntax: TransferSyntax,
  judge: (place: ValuePlace) => ValueVerdict,
  isLast: (header: ElementHeader) => boolean,
): DatasetReadResult =>
  readDatasetAt({ source: body.source, encoding: syntax, judge, isLast }, body.start, body.source.length)

const judgeHeader = (place: ValuePlace): ValueVerdict =>
  place.length > maxHeaderValueBytes ? 'omit' : 'inline'

const isPixelData = (header: ElementHeader): boolean => pixelTags.has(header.tag)

const placePixels = (
  source: ByteSource,
  header: Dataset,
  last: ElementHeader,
  syntax: TransferSyntax,
): PixelDataPlace => {
  const { tag, vr, offset, length } = last
  if (length === undefined) {
    if (syntax.codec === 'native')
      throw new HilumError('DICOM_UNPARSABLE', 'pixels of a native transfer syntax are in fragments')
    return { tag, vr, offset, ...encapsulatedFragments(source, offset) }
  }
  if (syntax.codec !== 'native')
    throw new HilumError('DICOM_UNPARSABLE', 'pixels of a compressed transfer syntax are not in fragments')
  checkNativeLength(header, length)
  return { tag, vr, offset, length }
}

/** A RangeError of a DataView or of the stack is the file's fault too. */
const withCodes = <T>(read: () => T): T => {
  try {
    return read()
  } catch (thrown) {
    if (thrown instanceof RangeError)
      throw new HilumError('DICOM_UNPARSABLE', 'a length or offset leaves the file', { cause: thrown })
    throw toHilumError(thrown)
  }
}
