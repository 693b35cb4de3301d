import { concepts } from '../codes.ts'
import { childrenNamed, contentNode } from './content-node.ts'
import { measurementGroups } from './measurement-groups.ts'
import { objectClassOf } from './object-class.ts'
import type { JudgeFor } from './verdict.ts'

/** dcmqi's tid1500reader, by its source: numbers, codes, texts and the first segment of each group; no coordinates. */
export const dcmqi: JudgeFor = document => {
  const objectClass = objectClassOf(document)
  if (objectClass === 'segmentation') return { outcome: 'fine', drawn: 'segments', reasons: [] }
  const root = contentNode(document)
  if (objectClass !== 'sr' || root.templateId !== '1500') return { outcome: 'ignores', reasons: [] }
  const groups = measurementGroups(root)
  const unversioned = groups.flatMap((group, at) =>
    childrenNamed(group, concepts.algorithmName).length > 0 &&
    childrenNamed(group, concepts.algorithmVersion).length === 0
      ? [`group ${at + 1}: an algorithm without version`]
      : [],
  )
  const isObserved = childrenNamed(root, concepts.observerType).length > 0
  const reasons = [...(isObserved ? [] : ['no Observer Type']), ...unversioned]
  return {
    outcome: reasons.length === 0 && groups.length > 0 ? 'fine' : 'fails',
    drawn: reasons.length === 0 ? `values ${groups.length}` : 'error',
    reasons: groups.length === 0 ? [...reasons, 'there is no measurement group'] : reasons,
  }
}
