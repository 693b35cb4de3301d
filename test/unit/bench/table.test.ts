import { expect, test } from 'vitest'
import { firstProcessors } from '../../../bench/machine.ts'
import { rowOf, timesBetter, under } from '../../../bench/row.ts'
import { markdownTable, textTable } from '../../../bench/table.ts'

const rows = [
  rowOf({ measure: 'a, ms', ours: [10], peer: 'Peer', theirs: [20], reach: timesBetter(4) }),
  rowOf({ measure: 'a | b, MB', ours: [1], reach: under(2) }),
]

test('a terminal gets columns', () => {
  expect(textTable(rows)).toEqual([
    'measure    ours  peer  theirs  ratio  reach   holds',
    'a, ms      10    Peer  20      2 x    >= 4 x  NO',
    'a | b, MB  1     -     -       -      < 2     yes',
  ])
})

test('the README gets Markdown', () => {
  expect(markdownTable(rows)).toEqual([
    '| measure | ours | peer | theirs | ratio | reach | holds |',
    '|---|---|---|---|---|---|---|',
    '| a, ms | 10 | Peer | 20 | 2 x | >= 4 x | NO |',
    '| a \\| b, MB | 1 | - | - | - | < 2 | yes |',
  ])
})

test('Markdown leaves out columns that nobody fills', () => {
  expect(markdownTable(rows.slice(1))[0]).toBe('| measure | ours | reach | holds |')
})

test.each([
  ['0-3', '0,1'],
  ['5', '5'],
  ['1,4-7', '1,4'],
])('two processors of %s', (list, two) => expect(firstProcessors(list, 2)).toBe(two))
