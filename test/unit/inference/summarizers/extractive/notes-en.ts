import type { NoteCase } from './note-case.ts'

/** English notes as clinics write them, made up for these tests. */
export const englishNotes: readonly NoteCase[] = [
  {
    name: 'a whole note in sections',
    language: 'en',
    text: `Chief complaint: Cough and hemoptysis for 2 weeks.
HPI: 67-year-old man with COPD, 40 pack-year smoker, presents with productive cough and streaks of blood in sputum.
He denies fever, chest pain, or night sweats. He has lost weight, about 5 kg in 3 months.
Past medical history: Hypertension, type 2 diabetes. History of pneumonia in 2015.
Family history: Father died of lung cancer at 70.
Examination: Reduced breath sounds at the left base. No wheeze.
Assessment: 1. Left lower lobe nodule, 18 mm, suspicious for lung cancer.
2. COPD, stable.
Plan: PET-CT and bronchoscopy. Rule out tuberculosis.
Follow-up: Return in 2 weeks with the results.`,
    affirmed: ['J44.9', 'F17.200', 'R04.2', 'R63.4', 'I10', 'E11.9', 'Z87.01', 'R91.1'],
    negated: ['R50.9', 'R07.9', 'R61'],
    uncertain: ['C34.90', 'A15.9'],
    family: ['C34.90'],
    includes: [
      'Cough and hemoptysis for 2 weeks.',
      'PET-CT and bronchoscopy.',
      'Return in 2 weeks with the results.',
    ],
  },
  {
    name: 'negation over a list',
    language: 'en',
    text: 'No evidence of pneumonia, pleural effusion or pneumothorax. The lungs are clear.',
    negated: ['J18.9', 'J90', 'J93.9'],
  },
  {
    name: 'negation ends at but',
    language: 'en',
    text: 'Denies chest pain but reports shortness of breath on exertion. No fever; known asthma.',
    affirmed: ['R06.02', 'J45.909'],
    negated: ['R07.9', 'R50.9'],
  },
  {
    name: 'negation after the term',
    language: 'en',
    text: 'Pulmonary embolism was ruled out by CT angiography. Sputum for TB negative. Pneumothorax is absent.',
    negated: ['I26.99', 'A15.9', 'J93.9'],
  },
  {
    name: 'what looks like a negation',
    language: 'en',
    text: 'No change in the right upper lobe nodule since 2021. Not only emphysema, she has bronchiectasis too.',
    affirmed: ['R91.1', 'J43.9', 'J47.9'],
  },
  {
    name: 'uncertainty',
    language: 'en',
    text: `Impression: Possible pneumonia. Findings consistent with pulmonary fibrosis.
?TB. Lung metastases cannot be excluded. Not ruled out: PE.`,
    uncertain: ['J18.9', 'J84.10', 'A15.9', 'C78.00'],
  },
  {
    name: 'family history in running text',
    language: 'en',
    text: 'Her mother had lung cancer and her brother has tuberculosis. She has sarcoidosis. There is a history of asthma in the family.',
    affirmed: ['D86.9'],
    family: ['C34.90', 'A15.9', 'J45.909'],
  },
  {
    name: 'no family history',
    language: 'en',
    text: 'No family history of lung cancer. Family history: nil of note for asthma.',
    negated: ['C34.90', 'J45.909'],
  },
  {
    name: 'the past',
    language: 'en',
    text: 'Ex-smoker, quit 10 years ago. History of pulmonary embolism in 2010. Previously treated for tuberculosis. Old rib fractures. Prior pneumothorax.',
    affirmed: ['Z87.891', 'Z86.711', 'Z86.11'],
    absent: ['J93.9', 'I26.99', 'A15.9'],
  },
  {
    name: 'a history that is now',
    language: 'en',
    text: 'Presents with a 3-day history of fever and chest pain. 70 year old smoker with emphysema.',
    affirmed: ['R50.9', 'R07.9', 'F17.200', 'J43.9'],
  },
  {
    name: 'what may come, and screening',
    language: 'en',
    text: 'Referred for lung cancer screening. Return to clinic if hemoptysis or chest pain develops. Never smoker. Pneumonia vaccine given.',
    affirmed: ['Z12.2'],
    uncertain: ['R04.2', 'R07.9'],
    absent: ['C34.90', 'J18.9', 'F17.200'],
  },
  {
    name: 'abbreviations in capitals only',
    language: 'en',
    text: 'CTPA: bilateral PE. PE: chest clear. Known CHF and ILD. Dr. Tan to review.',
    affirmed: ['I26.99', 'I50.9', 'J84.9'],
  },
  {
    name: 'lines wrapped by an editor',
    language: 'en',
    text: `Assessment:
- Right lower lobe opacity with air bronchograms, which has increased since the
  last radiograph, and a small pleural effusion
- No pneumothorax
Plan:
- Antibiotics, repeat chest x-ray in 6 weeks`,
    affirmed: ['J90'],
    negated: ['J93.9'],
    includes: [
      'Right lower lobe opacity with air bronchograms, which has increased since the\n  last radiograph, and a small pleural effusion',
      'Antibiotics, repeat chest x-ray in 6 weeks',
    ],
  },
  {
    name: 'letters for sections, one thing or the other',
    language: 'en',
    text: 'S: cough, fever\nO: T 38.5, crackles\nA: pneumonia vs. bronchitis\nP: CXR, azithromycin, f/u 1 wk',
    affirmed: ['R50.9'],
    uncertain: ['J18.9', 'J40'],
    includes: ['cough, fever', 'pneumonia vs. bronchitis'],
  },
  {
    name: 'a fuller code in place of what says less',
    language: 'en',
    text: 'Smoker, quit smoking in 2010. COPD, admitted with an acute exacerbation of COPD. Right upper lobe 6 mm solid nodule.',
    affirmed: ['Z87.891', 'J44.1', 'R91.1'],
    absent: ['F17.200', 'J44.9'],
  },
  {
    name: 'treatment now is not the past',
    language: 'en',
    text: 'She was treated for pneumonia last week and has persistent fever. Cough likely due to asthma.',
    affirmed: ['J18.9', 'R50.9'],
    uncertain: ['J45.909'],
  },
]
