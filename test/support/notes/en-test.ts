import type { NoteExample } from './note-example.ts'

/** English, the test set. Its author wrote the tables too and knew it: the held-out notes are the ones to believe. */
export const englishTest: readonly NoteExample[] = [
  {
    name: 'ED, pneumonia',
    text: `CC: Fever and productive cough for 4 days.
HPI: 54M presents with fever to 39.1, productive cough and right-sided pleuritic pain. Denies hemoptysis. No recent travel.
PMH: Hypertension, type 2 diabetes.
CXR: Right lower lobe consolidation. No pleural effusion. No pneumothorax.
Assessment: Community-acquired pneumonia. PE considered unlikely.
Plan: Ceftriaxone and azithromycin. Admit to medical ward.
Follow-up: Repeat chest x-ray in 6 weeks.`,
    codes: ['J18.9', 'I10', 'E11.9', 'R50.9'],
    denied: ['R04.2', 'J90', 'J93.9', 'I26.99'],
    followUp: true,
    points: {
      'chief-complaint': 'Fever and productive cough for 4 days',
      'present-illness': '54M presents with fever',
      assessment: 'Community-acquired pneumonia',
      plan: 'Ceftriaxone and azithromycin',
      'follow-up': 'Repeat chest x-ray in 6 weeks',
    },
  },
  {
    name: 'clinic, incidental nodule, family history',
    text: `Reason for visit: Incidental lung nodule on CT.
History of present illness: 61-year-old woman, asymptomatic. CT for trauma showed a 7 mm solid nodule in the left upper lobe. Denies weight loss, night sweats or shortness of breath.
Social history: Ex-smoker, stopped 10 years ago, 20 pack years.
Family history: Father died of lung cancer at 70.
Impression: Solitary pulmonary nodule, intermediate risk.
Plan: Repeat low-dose CT at 6 months. Discussed with patient.`,
    codes: ['R91.1', 'Z87.891'],
    denied: ['R63.4', 'R61', 'R06.02', 'C34.90'],
    followUp: true,
    points: {
      'chief-complaint': 'Incidental lung nodule on CT',
      'present-illness': '7 mm solid nodule',
      assessment: 'Solitary pulmonary nodule, intermediate risk',
      'follow-up': 'Repeat low-dose CT at 6 months',
    },
  },
  {
    name: 'discharge, COPD exacerbation, abbreviations',
    text: `DISCHARGE SUMMARY
Diagnosis: AECOPD.
Presenting complaint: SOB and wheeze x 3/7.
History of presenting complaint: 70F, known COPD and AF, increasing SOB over 3 days, green sputum. No chest pain. O2 sats 86% RA.
Treatment: Prednisolone 40 mg, nebulised salbutamol, doxycycline.
CTPA negative for PE.
Follow up: Respiratory clinic in 4 weeks.`,
    codes: ['J44.1', 'R06.02', 'I48.91'],
    denied: ['R07.9', 'I26.99'],
    followUp: true,
    points: {
      'chief-complaint': 'SOB and wheeze',
      'present-illness': '70F, known COPD and AF',
      assessment: 'AECOPD',
      plan: 'Prednisolone 40 mg',
      'follow-up': 'Respiratory clinic in 4 weeks',
    },
  },
  {
    name: 'radiology request, question',
    text: `Clinical history: 45-year-old smoker with chronic cough. ?TB ?malignancy.
Reason for referral: To exclude pulmonary tuberculosis.`,
    codes: ['F17.200'],
    denied: ['A15.0', 'A15.9', 'C34.90'],
    followUp: false,
    points: {
      'present-illness': '45-year-old smoker with chronic cough',
      'chief-complaint': 'To exclude pulmonary tuberculosis',
    },
  },
  {
    name: 'clinic, treated cancer, no recurrence',
    text: `Background: Right upper lobe adenocarcinoma, resected 2018. History of hypertension.
Subjective: Well. No cough, no haemoptysis, no weight loss.
CT chest: No recurrence. Mild emphysema. Stable 4 mm nodule in the right lower lobe.
Impression: No evidence of recurrent lung cancer.
Plan: CT chest in 12 months, review in clinic.`,
    codes: ['I10', 'J43.9', 'R91.1', 'Z85.118'],
    denied: ['R04.2', 'R63.4', 'C34.90'],
    followUp: true,
    points: {
      assessment: 'No evidence of recurrent lung cancer',
      'follow-up': 'CT chest in 12 months',
    },
  },
  {
    name: 'ED free text without headings',
    text: `29-year-old man presents with sudden left chest pain and shortness of breath. No trauma. Chest radiograph shows a large left pneumothorax. Diagnosed with primary spontaneous pneumothorax. Chest drain inserted, admitted. Brother had asthma.`,
    codes: ['J93.9', 'R07.9', 'R06.02'],
    denied: ['J45.909'],
    followUp: false,
    points: {
      'chief-complaint': 'sudden left chest pain and shortness of breath',
      assessment: 'Diagnosed with primary spontaneous pneumothorax',
    },
  },
  {
    name: 'ward round, copy-forward of an excluded diagnosis',
    text: `Day 1: Possible pulmonary embolism, CTPA requested.
Day 2: CTPA done: no pulmonary embolism. Bilateral pleural effusions, cardiomegaly.
Day 3: Possible pulmonary embolism, CTPA requested (copied). Diuresing well.
Assessment: Congestive heart failure with pleural effusions.
Plan: Continue furosemide, daily weights.`,
    codes: ['I50.9', 'J90', 'I51.7'],
    denied: ['I26.99'],
    followUp: false,
    points: {
      assessment: 'Congestive heart failure with pleural effusions',
      plan: 'Continue furosemide',
    },
  },
  {
    name: 'clinic, asthma, conditional advice',
    text: `CC: Wheeze.
HPI: 22F with asthma since childhood, night symptoms twice a week. Never smoker.
O/E: Chest clear, no wheeze.
Assessment: Asthma, partly controlled.
Plan: Step up to budesonide-formoterol. Return if fever or chest pain.
Follow-up: Review in 8 weeks.`,
    codes: ['J45.909'],
    denied: ['F17.200', 'R50.9', 'R07.9'],
    followUp: true,
    points: {
      'chief-complaint': 'Wheeze',
      'present-illness': '22F with asthma since childhood',
      assessment: 'Asthma, partly controlled',
      plan: 'Step up to budesonide-formoterol',
      'follow-up': 'Review in 8 weeks',
    },
  },
  {
    name: 'discharge, pulmonary embolism',
    text: `Chief complaint: Collapse and dyspnea.
HPI: 66M two weeks after knee replacement, sudden dyspnea and pleuritic pain. No hemoptysis.
Investigations: CTPA: bilateral pulmonary emboli. No right heart strain.
Impression: Acute pulmonary embolism provoked by surgery.
Plan: Apixaban for 3 months. No further follow-up imaging needed.`,
    codes: ['I26.99', 'R06.00'],
    denied: ['R04.2'],
    followUp: false,
    points: {
      'chief-complaint': 'Collapse and dyspnea',
      'present-illness': 'two weeks after knee replacement',
      assessment: 'Acute pulmonary embolism provoked by surgery',
      plan: 'Apixaban for 3 months',
    },
  },
  {
    name: 'clinic, ILD differential',
    text: `Reason for referral: Progressive breathlessness.
HPI: 68-year-old retired plumber, asbestos exposure in the 1970s, progressive breathlessness over 2 years. Bibasal crackles.
CT chest: Reticulation and traction bronchiectasis, no honeycombing. Pleural plaques.
Assessment: Interstitial lung disease. Differential: idiopathic pulmonary fibrosis versus asbestosis.
Plan: ILD MDT discussion. Lung function tests.`,
    codes: ['J84.9', 'Z77.090', 'R06.02', 'J92.0'],
    denied: ['J84.112', 'J61'],
    followUp: true,
    points: {
      'chief-complaint': 'Progressive breathlessness',
      'present-illness': '68-year-old retired plumber',
      assessment: 'Interstitial lung disease',
    },
  },
  {
    name: 'clinic, TB contact screening',
    text: `CC: TB contact screening.
HPI: 33M, wife has pulmonary tuberculosis. He denies fever, night sweats, weight loss and cough.
PMH: Nil.
CXR: Clear.
Impression: No evidence of active tuberculosis.
Plan: Repeat chest x-ray in 3 months.`,
    codes: [],
    denied: ['A15.0', 'A15.9', 'R50.9', 'R61', 'R63.4'],
    followUp: true,
    points: {
      'chief-complaint': 'TB contact screening',
      assessment: 'No evidence of active tuberculosis',
      'follow-up': 'Repeat chest x-ray in 3 months',
    },
  },
  {
    name: 'ED, hemoptysis with bronchiectasis',
    text: `Presenting complaint: Coughing up blood.
HPI: 58F with bronchiectasis after childhood pneumonia, two episodes of hemoptysis today, about 20 ml. On no anticoagulants. Afebrile.
Assessment: Hemoptysis due to bronchiectasis. Lung cancer to be excluded.
Plan: Tranexamic acid, CT chest, bronchoscopy if recurrent.`,
    codes: ['R04.2', 'J47.9', 'Z87.01'],
    denied: ['C34.90', 'R50.9'],
    followUp: false,
    points: {
      'chief-complaint': 'Coughing up blood',
      'present-illness': 'two episodes of hemoptysis today',
      assessment: 'Hemoptysis due to bronchiectasis',
      plan: 'Tranexamic acid',
    },
  },
  {
    name: 'radiology request, staging',
    text: `Indication: Staging of biopsy-proven NSCLC of the left lower lobe.
Clinical history: 72M current smoker, COPD. Weight loss of 8 kg. No neurological symptoms.`,
    codes: ['C34.90', 'F17.200', 'J44.9', 'R63.4'],
    followUp: false,
    points: {
      'chief-complaint': 'Staging of biopsy-proven NSCLC',
      'present-illness': '72M current smoker, COPD',
    },
  },
  {
    name: 'screening visit, negative',
    text: `Reason for visit: Lung cancer screening.
History: 59F, 35 pack-year former smoker, no symptoms.
Findings: No pulmonary nodules. Coronary artery disease with calcification.
Impression: Lung-RADS 1.
Plan: Annual low-dose CT.`,
    codes: ['Z12.2', 'Z87.891', 'I25.10'],
    denied: ['R91.8', 'C34.90'],
    followUp: true,
    points: { 'chief-complaint': 'Lung cancer screening', assessment: 'Lung-RADS 1' },
  },
  {
    name: 'ICU, aspiration and respiratory failure',
    text: `HPI: 81F nursing home resident, vomited and became hypoxic. Intubated in ED.
Problem list: 1. Aspiration pneumonia. 2. Acute respiratory failure. 3. Hiatus hernia.
Plan: Piperacillin-tazobactam, lung-protective ventilation.
Watch for ARDS.`,
    codes: ['J69.0', 'J96.00', 'K44.9'],
    denied: ['J80'],
    followUp: false,
    points: {
      'present-illness': 'nursing home resident, vomited',
      assessment: 'Aspiration pneumonia',
      plan: 'Piperacillin-tazobactam',
    },
  },
]
