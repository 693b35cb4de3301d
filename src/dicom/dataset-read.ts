import { HilumError } from '../base/errors.ts'
import type { ByteSource } from './byte-source.ts'
import { type TextDecode, textDecoderOf } from './charset.ts'
import { type Dataset, type Element, numberOf, textsOf } from './dataset.ts'
import {
  type ElementEncoding,
  type ElementHeader,
  itemEndTag,
  itemTag,
  readElementHeader,
  sequenceEndTag,
} from './element-header.ts'
import { readElementValue } from './element-value.ts'

const maxDepth = 32
const maxElements = 200_000

/** A value in the file: `tags` lead to it from the top (tag, item index from 0, tag, ...). */
export interface ValuePlace {
  readonly path: readonly (string | number)[]
  readonly vr: string
  readonly offset: number
  readonly length: number
}

/** What becomes of a value: read it inline, leave the element out, or let a URI stand for it. */
export type ValueVerdict = 'inline' | 'omit' | { readonly uri: string }

/** How a data set is read. `isLast` stops at a top-level element (the pixel data); its header is in the answer. */
export interface DatasetReading {
  readonly source: ByteSource
  readonly encoding: ElementEncoding
  readonly judge: (place: ValuePlace) => ValueVerdict
  readonly isLast: (header: ElementHeader) => boolean
}

interface State extends DatasetReading {
  elements: number
}

interface Scope {
  readonly encoding: ElementEncoding
  readonly decode: TextDecode
  readonly isSigned: boolean
  readonly path: readonly (string | number)[]
}

/** What was read: the data set, where reading stopped, and the element it stopped at. */
export interface DatasetReadResult {
  readonly dataset: Dataset
  readonly end: number
  readonly last?: ElementHeader
}

/**
 * Reads a data set from `start` to `end`, depth and element count guarded: a value outside its sequence, item or file is
 * refused, and so is a tag that comes twice. @throws DICOM_UNPARSABLE, DICOM_TOO_DEEP, DICOM_TOO_MANY_ELEMENTS
 */
export const readDatasetAt = (reading: DatasetReading, start: number, end: number): DatasetReadResult => {
  const scope: Scope = { encoding: reading.encoding, decode: textDecoderOf([]), isSigned: false, path: [] }
  return readElements({ ...reading, elements: 0 }, scope, start, end, false)
}

const readElements = (
  state: State,
  outer: Scope,
  start: number,
  end: number,
  isDelimited: boolean,
): DatasetReadResult => {
  const dataset: Record<string, Element> = {}
  let scope = outer
  let at = start
  while (at < end) {
    const header = readElementHeader(state.source, at, scope.encoding, scope.isSigned)
    countElement(state)
    if (isDelimited && header.tag === itemEndTag) return { dataset, end: header.offset }
    if (header.vr === 'na') throw unparsable('an item stands outside a sequence', at)
    if (header.tag in dataset) throw unparsable('an element comes twice', at)
    if (header.length !== undefined && header.offset + header.length > end)
      throw unparsable('an element is longer than what holds it', at)
    if (scope.path.length === 0 && state.isLast(header)) return { dataset, end: header.offset, last: header }
    at = readInto(dataset, state, scope, header, end)
    scope = scopeAfter(scope, dataset, header.tag)
  }
  if (isDelimited) throw unparsable('an item has no end', at)
  return { dataset, end: at }
}

const countElement = (state: State): void => {
  state.elements++
  if (state.elements > maxElements)
    throw new HilumError('DICOM_TOO_MANY_ELEMENTS', `more than ${maxElements} elements`)
}

const scopeAfter = (scope: Scope, dataset: Dataset, tag: string): Scope => {
  if (tag === '00080005') return { ...scope, decode: textDecoderOf(textsOf(dataset, tag)) }
  if (tag === '00280103') return { ...scope, isSigned: numberOf(dataset, tag) === 1 }
  return scope
}

/** Reads one element's value into `dataset` and answers where the next element starts. */
const readInto = (
  dataset: Record<string, Element>,
  state: State,
  scope: Scope,
  header: ElementHeader,
  end: number,
): number => {
  const path = [...scope.path, header.tag]
  if (header.vr === 'SQ') {
    const { items, end: next } = readItems(
      state,
      { ...scope, path, encoding: header.valueEncoding },
      header,
      end,
    )
    dataset[header.tag] = items.length === 0 ? { vr: 'SQ' } : { vr: 'SQ', Value: items }
    return next
  }
  if (header.length === undefined) {
    const next = skipFragments(state, scope.encoding, header.offset, end)
    applyVerdict(dataset, state, scope, header, path, next - header.offset, true)
    return next
  }
  applyVerdict(dataset, state, scope, header, path, header.length, false)
  return header.offset + header.length
}

const applyVerdict = (
  dataset: Record<string, Element>,
  state: State,
  scope: Scope,
  header: ElementHeader,
  path: readonly (string | number)[],
  length: number,
  isEncapsulated: boolean,
): void => {
  const { tag, vr, offset } = header
  const verdict = state.judge({ path, vr, offset, length })
  if (typeof verdict === 'object') dataset[tag] = { vr, BulkDataURI: verdict.uri }
  // Fragments are no value of the JSON model: only a URI can stand for them.
  if (verdict === 'inline' && !isEncapsulated)
    dataset[tag] = readElementValue(
      vr,
      state.source.bytes(offset, length),
      scope.encoding.isLittleEndian,
      scope.decode,
    )
}

const readItems = (
  state: State,
  scope: Scope,
  header: ElementHeader,
  outerEnd: number,
): { items: readonly Dataset[]; end: number } => {
  if (scope.path.length > maxDepth * 2)
    throw new HilumError('DICOM_TOO_DEEP', `sequences nest deeper than ${maxDepth}`)
  const end = header.length === undefined ? outerEnd : header.offset + header.length
  const items: Dataset[] = []
  let at = header.offset
  while (at < end) {
    const item = readElementHeader(state.source, at, scope.encoding, false)
    countElement(state)
    if (item.tag === sequenceEndTag && header.length === undefined) return { items, end: item.offset }
    if (item.tag !== itemTag) throw unparsable('a sequence holds what is no item', at)
    const itemEnd = item.length === undefined ? end : item.offset + item.length
    if (itemEnd > end) throw unparsable('an item is longer than its sequence', at)
    const inner = { ...scope, path: [...scope.path, items.length] }
    const read = readElements(state, inner, item.offset, itemEnd, item.length === undefined)
    items.push(read.dataset)
    at = read.end
  }
  if (header.length === undefined) throw unparsable('a sequence has no end', at)
  return { items, end: at }
}

/** Past the fragments of an encapsulated value (PS3.5 A.4): the byte after its sequence delimiter. */
const skipFragments = (state: State, encoding: ElementEncoding, start: number, end: number): number => {
  let at = start
  while (at < end) {
    const item = readElementHeader(state.source, at, encoding, false)
    countElement(state)
    if (item.tag === sequenceEndTag) return item.offset
    if (item.tag !== itemTag || item.length === undefined) throw unparsable('a fragment is no fragment', at)
    at = item.offset + item.length
  }
  throw unparsable('fragments have no end', at)
}

const unparsable = (what: string, at: number): HilumError =>
  new HilumError('DICOM_UNPARSABLE', `${what}, at byte ${at}`)
