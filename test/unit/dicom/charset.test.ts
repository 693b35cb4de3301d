import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textDecoderOf } from '../../../src/dicom/charset.ts'
import { itemsOf } from '../../../src/dicom/dataset.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../src/dicom/part10-write.ts'
import { sharedData } from '../../support/prerequisites.ts'

const shared = sharedData()
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

describe('character sets (PS3.5 6.1)', () => {
  it.each([
    ['ISO_IR 100', 'Buc^J\xe9r\xf4me', 'Buc^Jérôme'],
    ['iso-ir 100', 'J\xe9r', 'Jér'],
    ['ISO_IR 101', 'Jez\xb3', 'Jezł'],
    ['ISO_IR 109', '\xa6', 'Ĥ'],
    ['ISO_IR 110', '\xb1', 'ą'],
    ['ISO_IR 148', '\xdd\xfd', 'İı'],
    ['ISO_IR 166', '\xa1', 'ก'],
    ['ISO_IR 203', '\xa4', '€'],
    ['ISO_IR 13', '\xd4\xcf', 'ﾔﾏ'],
    ['ISO_IR 192', '\xe5\xb1\xb1', '山'],
    ['GBK', '\xcd\xf5', '王'],
    ['ISO 2022 IR 58', '\x1b$)A\xcd\xf5', '王'],
    ['ISO 2022 IR 159', '\x1b$(D0!\x1b(B', '丂'],
  ])('%s', (term, encoded, decoded) => {
    expect(textDecoderOf([term])(bytes(encoded), 'names')).toBe(decoded)
  })

  it('starts over at each component and value', () => {
    const decode = textDecoderOf(['', 'ISO 2022 IR 149'])
    expect(decode(bytes('\x1b$)C\xfb\xf3^\xd1\xce'), 'names')).toBe('洪^\ufffd\ufffd')
    expect(decode(bytes('\x1b$)C\xfb\xf3\\\xd1\xce'), 'values')).toBe('洪\\\ufffd\ufffd')
  })

  it('does not take the second byte of a character for a delimiter', () => {
    // 0x5C and 0x5E are second bytes of these.
    expect(textDecoderOf(['GB18030'])(bytes('\x81\x5c'), 'values')).toBe('乗')
    expect(textDecoderOf(['', 'ISO 2022 IR 87'])(bytes('\x1b$B0^\x1b(B^x'), 'names')).toBe('緯^x')
  })

  it('shows what has no meaning as U+FFFD', () => {
    expect(textDecoderOf(['ISO_IR 100'])(bytes('A\x1bB'), 'values')).toBe('A\ufffdB')
    expect(textDecoderOf(['ISO_IR 192'])(bytes('A\x1b\xff'), 'values')).toBe('A\ufffd\ufffd')
    expect(textDecoderOf([])(bytes('A\xe9'), 'values')).toBe('A\ufffd')
    expect(textDecoderOf(['ISO_IR 100'])(bytes('\x85'), 'values')).toBe('\ufffd')
  })

  it('reads a backslash in Japanese text as the yen sign that it is there', () => {
    expect(textDecoderOf(['ISO 2022 IR 13'])(bytes('\\1'), 'text')).toBe('\\1')
    expect(textDecoderOf(['ISO 2022 IR 13'])(bytes('\xb1\\1'), 'text')).toBe('ｱ¥1')
    expect(textDecoderOf(['ISO 2022 IR 13'])(bytes('\xb1\\1'), 'values')).toBe('ｱ\\1')
  })
})

const names: readonly (readonly [string, unknown])[] = [
  ['chrArab', { Alphabetic: 'قباني^لنزار' }],
  ['chrFren', { Alphabetic: 'Buc^Jérôme' }],
  ['chrFrenMulti', { Alphabetic: 'Buc^Jérôme' }],
  ['chrGerm', { Alphabetic: 'Äneas^Rüdiger' }],
  ['chrGreek', { Alphabetic: 'Διονυσιος' }],
  ['chrH31', { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }],
  ['chrH32', { Alphabetic: 'ﾔﾏﾀﾞ^ﾀﾛｳ', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }],
  ['chrHbrw', { Alphabetic: 'שרון^דבורה' }],
  ['chrI2', { Alphabetic: 'Hong^Gildong', Ideographic: '洪^吉洞', Phonetic: '홍^길동' }],
  ['chrJapMulti', { Alphabetic: 'やまだ^たろう' }],
  ['chrJapMultiExplicitIR6', { Alphabetic: 'やまだ^たろう' }],
  ['chrKoreanMulti', { Alphabetic: '김희중' }],
  ['chrRuss', { Alphabetic: 'Люкceмбypг' }],
  ['chrX1', { Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小東' }],
  ['chrX2', { Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小东' }],
]

describe.skipIf(!shared)('files in many character sets', () => {
  const read = (name: string) => readDataset(readFileSync(join(shared!, `edge/charset-pydicom/${name}.dcm`)))

  it.each(names)('%s is read right, and again after it was written as ISO_IR 192', (name, expected) => {
    const dataset = read(name)
    expect(dataset['00100010']!.Value).toEqual([expected])
    const again = readDataset(writePart10({ ...dataset, '00080016': sopClass, '00080018': sopInstance }))
    expect(again['00100010']!.Value).toEqual([expected])
    expect(again['00080005']!.Value).toEqual(['ISO_IR 192'])
  })

  it.each(['chrSQEncoding', 'chrSQEncoding1'])('%s: an item has its own or its parent’s', name => {
    const dataset = read(name)
    const [item] = itemsOf(dataset, '00321064')
    expect(item!['00100010']!.Value).toEqual([names[6]![1]])
    const written = writePart10({ ...dataset, '00080016': sopClass, '00080018': sopInstance })
    expect(itemsOf(readDataset(written), '00321064')[0]!['00100010']!.Value).toEqual([names[6]![1]])
  })
})

const sopClass = { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] }
const sopInstance = { vr: 'UI', Value: ['1.2.3'] }
