import type { NoteExample } from './note-example.ts'

/** English, the set that the tables are tuned on. */
export const englishTuning: readonly NoteExample[] = [
  {
    name: 'clinic, sarcoidosis',
    text: `CC: Follow up of sarcoidosis.
HPI: 41F with pulmonary sarcoidosis, on no steroids. Mild dyspnea on exertion. No fever.
Assessment: Pulmonary sarcoidosis, stable.
Plan: Spirometry and clinic review in 6 months.`,
    codes: ['D86.0', 'R06.00'],
    denied: ['R50.9'],
    followUp: true,
    points: { assessment: 'Pulmonary sarcoidosis, stable', 'follow-up': 'clinic review in 6 months' },
  },
  {
    name: 'ED, rule out PE',
    text: `Chief complaint: Chest pain.
HPI: 38F, pleuritic chest pain since morning, on oral contraceptives. Rule out pulmonary embolism.
Assessment: Chest pain, probable musculoskeletal.
Plan: D-dimer. Ibuprofen. Discharge home if negative.`,
    codes: ['R07.9'],
    denied: ['I26.99'],
    followUp: false,
    points: { 'chief-complaint': 'Chest pain', plan: 'D-dimer' },
  },
  {
    name: 'ward, empyema',
    text: `Impression: Right empyema complicating pneumonia.
Plan: Chest drain, intrapleural tPA. Thoracic surgery review.
Past history: Type 2 diabetes mellitus, no asthma, no COPD.`,
    codes: ['J86.9', 'J18.9', 'E11.9'],
    denied: ['J45.909', 'J44.9'],
    followUp: false,
    points: { assessment: 'Right empyema complicating pneumonia', plan: 'Chest drain' },
  },
  {
    name: 'clinic, multiple nodules',
    text: `Reason for referral: Multiple nodules on CT.
HPI: 55M, non-smoker. History of colon cancer 2015. CT shows several pulmonary nodules up to 6 mm.
Assessment: Pulmonary nodules, metastases cannot be excluded.
Plan: PET-CT, discuss at MDT.`,
    codes: ['R91.8', 'Z85.038'],
    denied: ['F17.200'],
    followUp: true,
    points: { 'chief-complaint': 'Multiple nodules on CT', assessment: 'metastases cannot be excluded' },
  },
  {
    name: 'discharge, heart failure',
    text: `Diagnosis: Heart failure with pulmonary oedema.
History: 77M, ischaemic heart disease and hypertension, orthopnoea. No chest pain.
Plan: Bisoprolol, furosemide. GP follow-up in one week.`,
    codes: ['I50.9', 'I25.10', 'I10', 'J81.0'],
    denied: ['R07.9'],
    followUp: true,
    points: { assessment: 'Heart failure with pulmonary oedema', 'follow-up': 'GP follow-up in one week' },
  },
  {
    name: 'radiology report with negatives',
    text: `Findings: No consolidation. No pneumothorax or pleural effusion. Left lower lobe atelectasis. Cardiomegaly. Hiatal hernia.
Impression: Left lower lobe atelectasis. No pneumonia.`,
    codes: ['J98.11', 'I51.7', 'K44.9'],
    denied: ['J93.9', 'J90', 'J18.9'],
    followUp: false,
    points: { assessment: 'Left lower lobe atelectasis' },
  },
  {
    name: 'clinic, family and own asthma',
    text: `HPI: Mother has asthma. The patient has asthma too, with frequent exacerbations.
Family history: Father: COPD. Sister: sarcoidosis.
Plan: Inhaled steroid.`,
    codes: ['J45.909'],
    denied: ['J44.9', 'D86.9'],
    followUp: false,
    points: { plan: 'Inhaled steroid' },
  },
  {
    name: 'ED, COVID',
    text: `CC: Fever, cough.
HPI: 48M, COVID-19 positive, SOB, hypoxia 88%. CT: covid pneumonia, no PE.
Assessment: COVID pneumonia with hypoxia.
Plan: Dexamethasone, oxygen.`,
    codes: ['U07.1', 'J12.82', 'R09.02', 'R06.02', 'R50.9'],
    denied: ['I26.99'],
    followUp: false,
    points: { 'chief-complaint': 'Fever, cough', plan: 'Dexamethasone, oxygen' },
  },
  {
    name: 'clinic, past PE and TB',
    text: `Past medical history: Pulmonary embolism 2012, treated pulmonary tuberculosis in 1998.
HPI: Chronic cough, quit smoking last year.
Impression: Chronic bronchitis.
Plan: Spirometry.`,
    codes: ['J42', 'Z87.891', 'Z86.711', 'Z86.11'],
    denied: ['A15.0'],
    followUp: false,
    points: { assessment: 'Chronic bronchitis', plan: 'Spirometry' },
  },
  {
    name: 'free text, no follow-up needed',
    text: `40-year-old woman referred with a shadow on chest x-ray. CT shows a benign granuloma, no lung nodule of concern. No malignancy. Reassured. No follow-up needed.`,
    codes: [],
    denied: ['R91.1', 'C34.90'],
    followUp: false,
    points: { 'chief-complaint': 'referred with a shadow on chest x-ray' },
  },
  {
    name: 'clinic, lymphadenopathy',
    text: `Reason for visit: Mediastinal lymphadenopathy.
HPI: 50M, night sweats and weight loss for 2 months. No hemoptysis.
Assessment: Mediastinal lymphadenopathy, suspicious for lymphoma or sarcoidosis.
Plan: EBUS. Refer to haematology.`,
    codes: ['R59.0', 'R61', 'R63.4'],
    denied: ['R04.2', 'D86.9'],
    followUp: true,
    points: { 'chief-complaint': 'Mediastinal lymphadenopathy', assessment: 'suspicious for lymphoma' },
  },
  {
    name: 'SOAP, silicosis',
    text: `S: Breathless on stairs, works as a stone cutter.
O: Sats 93%. CT: silicosis with upper lobe masses.
A: Silicosis.
P: Stop exposure, notify occupational health.`,
    codes: ['J62.8', 'R06.02'],
    followUp: false,
    points: { assessment: 'Silicosis', plan: 'Stop exposure' },
  },
  {
    name: 'pulmonary hypertension',
    text: `HPI: 63F with pulmonary hypertension, worsening dyspnoea.
Assessment: Pulmonary hypertension, likely due to chronic thromboembolic disease.
Plan: V/Q scan, right heart catheter.`,
    codes: ['I27.20', 'R06.00'],
    followUp: false,
    points: { assessment: 'Pulmonary hypertension', plan: 'V/Q scan' },
  },
  {
    name: 'lung abscess',
    text: `Chief complaint: Fever and foul sputum.
Assessment: Lung abscess in the right upper lobe, no empyema.
Plan: Clindamycin 6 weeks. CT in 4 weeks.`,
    codes: ['J85.2', 'R50.9'],
    denied: ['J86.9'],
    followUp: true,
    points: { 'chief-complaint': 'Fever and foul sputum', assessment: 'Lung abscess' },
  },
  {
    name: 'ambiguity of abbreviations',
    text: `PE: Chest clear, no wheeze.
CC: Cough.
PMH: HTN, CAD, T2DM.
Assessment: Acute bronchitis.
Plan: Symptomatic.`,
    codes: ['J20.9', 'I10', 'I25.10', 'E11.9'],
    denied: ['I26.99'],
    followUp: false,
    points: { 'chief-complaint': 'Cough', assessment: 'Acute bronchitis' },
  },
]
