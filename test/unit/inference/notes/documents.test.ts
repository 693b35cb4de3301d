import { describe, expect, it, test } from 'vitest'
import { readCda } from '../../../../src/inference/notes/cda-text.ts'
import { readDocument } from '../../../../src/inference/notes/document-reader.ts'
import { readPdfText } from '../../../../src/inference/notes/pdf-text.ts'
import { headerNote, readStudyDocument } from '../../../../src/inference/notes/study-document.ts'
import { summarizeNote } from '../../../../src/inference/summarizers/extractive/summarizer.ts'
import { element } from '../../../support/ct-slice.ts'
import { smallCda } from '../../../support/small-cda.ts'
import { smallPdf } from '../../../support/small-pdf.ts'

const { signal } = new AbortController()
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const refused = { code: 'NOTES_DOCUMENT_UNREADABLE' }

describe('PDF', () => {
  const lines = ['Impression: Lung nodule of 8 mm.', 'Plan: CT in 6 months.']

  it('gives its text, line by line, as a note that can be summarized', async () => {
    const text = await readPdfText(smallPdf(lines), signal)
    expect(text).toBe(lines.join('\n'))
    expect(summarizeNote(text).codes.map(({ concept }) => concept.value)).toEqual(['R91.1'])
  })

  it('runs no script of the document', async () => {
    const script = '/OpenAction<</S/JavaScript/JS(process.exit\\(7\\))>>'
    expect(await readPdfText(smallPdf(lines, script), signal)).toContain('Lung nodule')
  })

  it.each([
    ['no PDF', bytesOf('hello')],
    ['a cut one', smallPdf(lines).subarray(0, 60)],
    ['one without text', smallPdf([])],
  ])('is refused: %s', async (_, bytes) => {
    await expect(readPdfText(bytes, signal)).rejects.toMatchObject(refused)
  })

  it('stops at the signal', async () => {
    const stop = AbortSignal.abort(new Error('stopped by a test'))
    await expect(readPdfText(smallPdf(lines), stop)).rejects.toThrow('stopped by a test')
  })
})

describe('CDA', () => {
  const textOf = (xml: string): string => {
    const body = readCda(bytesOf(xml))
    if (body.kind !== 'text') throw new Error('a PDF was not expected')
    return body.text
  }

  it('gives titles and narrative of its sections, and neither the header nor coded entries', () => {
    const text = textOf(
      smallCda([
        [
          'Assessment',
          '<paragraph>Size &lt; 8&#160;mm &amp; stable.</paragraph><list><item>COPD</item><item>Asthma</item></list>',
        ],
        ['Plan', '<table><tr><th>What</th><td>CT</td></tr><tr><th>When</th><td>6 months</td></tr></table>'],
      ]),
    )
    expect(text.replace(/ +\n/g, '\n')).toBe(
      'Assessment:\nSize < 8 mm & stable.\nCOPD\nAsthma\n\nPlan:\nWhat CT\nWhen 6 months',
    )
    expect(text).not.toMatch(/Doe|coded only/)
  })

  test.each([
    ['entities, a bomb or not', '<!DOCTYPE a [<!ENTITY b "x">]><ClinicalDocument>&b;</ClinicalDocument>'],
    ['what is no CDA', '<html><body>COPD</body></html>'],
    ['what is not well-formed', '<ClinicalDocument><component>'],
    ['one without words', smallCda([])],
    [
      'one nested without end',
      `<ClinicalDocument><component>${'<section>'.repeat(5000)}${'</section>'.repeat(5000)}</component></ClinicalDocument>`,
    ],
  ])('refuses %s', (_, xml) => {
    expect(() => readCda(bytesOf(xml))).toThrow(expect.objectContaining(refused))
  })

  it('refuses characters that are not of its encoding', () => {
    expect(() => readCda(Uint8Array.from([...bytesOf('<ClinicalDocument>'), 0xff, 0xc0]))).toThrow(
      expect.objectContaining(refused),
    )
  })

  it('gives a PDF inside for what it is', async () => {
    const pdf = Buffer.from(smallPdf(['Impression: COPD.'])).toString('base64')
    const xml = `<ClinicalDocument><component><nonXMLBody><text mediaType="application/pdf" representation="B64">${pdf}</text></nonXMLBody></component></ClinicalDocument>`
    expect(await readDocument('text/xml', bytesOf(xml), signal)).toBe('Impression: COPD.')
  })
})

describe('documents of a study', () => {
  const pdfClass = '1.2.840.10008.5.1.4.1.1.104.1'
  const srClass = '1.2.840.10008.5.1.4.1.1.88.11'

  it('reads an Encapsulated PDF', async () => {
    const InlineBinary = Buffer.from(smallPdf(['Impression: COPD.'])).toString('base64')
    expect(await readStudyDocument(pdfClass, { '00420011': { vr: 'OB', InlineBinary } }, signal)).toBe(
      'Impression: COPD.',
    )
    await expect(readStudyDocument(pdfClass, {}, signal)).rejects.toMatchObject(refused)
  })

  it("reads a text SR's containers as headings and its texts as lines", async () => {
    const named = (type: string, name: string, more: object) => ({
      '0040A010': element('CS', 'CONTAINS'),
      '0040A040': element('CS', type),
      '0040A043': { vr: 'SQ', Value: [{ '00080104': element('LO', name) }] },
      ...more,
    })
    const finding = named('TEXT', 'Finding', { '0040A160': element('UT', 'Lung nodule of 6 mm.') })
    const tree = {
      vr: 'SQ',
      Value: [named('CONTAINER', 'Impression', { '0040A730': { vr: 'SQ', Value: [finding] } })],
    }
    const text = await readStudyDocument(srClass, { '0040A730': tree }, signal)
    expect(text).toBe('Impression:\nFinding: Lung nodule of 6 mm.')
    await expect(readStudyDocument(srClass, {}, signal)).rejects.toMatchObject(refused)
  })

  it('reads history, reasons and diagnoses of the header under headings that the summarizer knows', () => {
    const text = headerNote({
      '001021B0': element('LT', 'Smoker with cough for 6 weeks.'),
      '00080081': element('ST', 'not this'),
      '00080080': element('LO', 'not this'),
      '00081080': { vr: 'LO', Value: ['COPD', 'Hypertension'] },
      '00400275': { vr: 'SQ', Value: [{ '00401002': element('LO', 'Rule out pulmonary embolism') }] },
    })
    expect(text).toBe(
      'Reason for referral: Rule out pulmonary embolism\nClinical history: Smoker with cough for 6 weeks.\nDiagnosis: COPD. Hypertension',
    )
    const { codes, statements } = summarizeNote(text!)
    const affirmed = codes
      .filter(({ certainty }) => certainty === 'affirmed')
      .map(({ concept }) => concept.value)
    expect(affirmed).toEqual(['F17.200', 'J44.9', 'I10'])
    expect(statements.map(({ part }) => part)).toEqual([
      'chief-complaint',
      'present-illness',
      'assessment',
      'assessment',
    ])
    expect(headerNote({ '00081080': { vr: 'LO' }, '001021B0': element('LT', '--') })).toBeUndefined()
  })
})
