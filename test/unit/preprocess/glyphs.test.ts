import { expect, it } from 'vitest'
import { drawText, textSize } from '../../../src/preprocess/glyphs.ts'

const drawn = (text: string): string[] => {
  const { width, height } = textSize(text, 1)
  const picture = { width, height, grey: new Uint8Array(width * height).fill(100) }
  drawText(picture, text, { x: 0, y: 0, scale: 1 })
  return Array.from({ length: height }, (_, row) =>
    Array.from(picture.grey.subarray(row * width, (row + 1) * width), grey =>
      grey === 255 ? '#' : '.',
    ).join(''),
  )
}

it('draws letters and digits, white on a black box, without a font', () => {
  expect(drawn('S7')).toEqual([
    '.............',
    '..####.#####.',
    '.#.........#.',
    '.#........#..',
    '..###....#...',
    '.....#..#....',
    '.....#..#....',
    '.####...#....',
    '.............',
  ])
})

it('draws each of the characters that labels use as its own shape', () => {
  const shapes = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.'].map(character => drawn(character).join('\n'))
  expect(new Set(shapes).size).toBe(38)
})

it('cuts off what lies beyond the picture, leaves unknown characters blank, scales', () => {
  const picture = { width: 8, height: 8, grey: new Uint8Array(64).fill(7) }
  drawText(picture, '8', { x: 5, y: -2, scale: 2 })
  expect(picture.grey.filter(grey => grey === 7)).toHaveLength(5 * 8)
  expect(drawn('é').join('')).not.toContain('#')
  expect(textSize('S037', 2)).toEqual({ width: 50, height: 18 })
})
