import { conditions, conditionsRelease } from './chest-conditions.ts'
import { type CodeRelease, createCodeRelease, type ReleaseCode } from './code-release.ts'
import { beginOfFiscalYear } from './release-choice.ts'

/** Headers above the codes of the list, with their official short titles: what is asked for in their place. */
const headers: readonly (readonly [code: string, title: string])[] = [
  ['C34', 'Malignant neoplasm of bronchus and lung'],
  ['C34.1', 'Malignant neoplasm of upper lobe, bronchus or lung'],
  ['C34.3', 'Malignant neoplasm of lower lobe, bronchus or lung'],
  ['C34.9', 'Malignant neoplasm of unspecified part of bronchus or lung'],
  ['E11', 'Type 2 diabetes mellitus'],
  ['F17', 'Nicotine dependence'],
  ['F17.2', 'Nicotine dependence'],
  ['F17.20', 'Nicotine dependence, unspecified'],
  ['I25', 'Chronic ischemic heart disease'],
  ['I26', 'Pulmonary embolism'],
  ['I26.9', 'Pulmonary embolism without acute cor pulmonale'],
  ['I27', 'Other pulmonary heart diseases'],
  ['I27.2', 'Other secondary pulmonary hypertension'],
  ['I50', 'Heart failure'],
  ['J12', 'Viral pneumonia, not elsewhere classified'],
  ['J18', 'Pneumonia, unspecified organism'],
  ['J20', 'Acute bronchitis'],
  ['J43', 'Emphysema'],
  ['J44', 'Other chronic obstructive pulmonary disease'],
  ['J45', 'Asthma'],
  ['J45.9', 'Other and unspecified asthma'],
  ['J45.90', 'Unspecified asthma'],
  ['J47', 'Bronchiectasis'],
  ['J84', 'Other interstitial pulmonary diseases'],
  ['J84.1', 'Other interstitial pulmonary diseases with fibrosis'],
  ['J84.11', 'Idiopathic interstitial pneumonia'],
  ['J86', 'Pyothorax'],
  ['J91', 'Pleural effusion in conditions classified elsewhere'],
  ['J92', 'Pleural plaque'],
  ['J93', 'Pneumothorax and air leak'],
  ['J96', 'Respiratory failure, not elsewhere classified'],
  ['J96.0', 'Acute respiratory failure'],
  ['J98', 'Other respiratory disorders'],
  ['J98.1', 'Pulmonary collapse'],
  ['K44', 'Diaphragmatic hernia'],
  ['R04', 'Hemorrhage from respiratory passages'],
  ['R06', 'Abnormalities of breathing'],
  ['R07', 'Pain in throat and chest'],
  ['R09', 'Oth symptoms and signs involving the circ and resp sys'],
  ['R50', 'Fever of other and unknown origin'],
  ['R59', 'Enlarged lymph nodes'],
  ['R63', 'Symptoms and signs concerning food and fluid intake'],
  ['R91', 'Abnormal findings on diagnostic imaging of lung'],
  ['Z87', 'Personal history of other diseases and conditions'],
  ['Z87.8', 'Personal history of other specified conditions'],
]

const entry = (code: string, shortTitle: string, isBillable: boolean): ReleaseCode => ({
  code,
  shortTitle,
  isBillable,
})

/** The built-in list for chest practice as a part of its release: its codes, those of a past illness, their headers. */
export const builtInRelease: CodeRelease = createCodeRelease(
  { name: conditionsRelease, validFrom: beginOfFiscalYear(2021), isPartial: true },
  [
    ...new Map(
      [
        ...conditions.map(({ code, title }) => entry(code, title, true)),
        ...conditions.flatMap(({ past }) =>
          past === undefined || past === 'nothing' ? [] : [entry(past.code, past.title, true)],
        ),
        ...headers.map(([code, title]) => entry(code, title, false)),
      ].map(one => [one.code, one] as const),
    ).values(),
  ].sort((a, b) => (a.code.replace('.', '') < b.code.replace('.', '') ? -1 : 1)),
)
