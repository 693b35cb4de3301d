import type { NoteLanguage } from '../../../src/inference/finding.ts'
import type { NoteExample } from './note-example.ts'

/** Written after the last change of the tables, and nothing was changed for them: what an unseen note may expect. */
export const holdoutNotes: Readonly<Record<NoteLanguage, readonly NoteExample[]>> = {
  en: [
    {
      name: 'ED, asthma attack',
      text: `CC: Difficulty breathing.
HPI: 19M with known asthma, worsening wheeze since last night after a cold. No fever. Used salbutamol 10 times.
Impression: Acute exacerbation of asthma.
Plan: Nebulised salbutamol, oral prednisolone, observe. GP review in 2 days.`,
      codes: ['J45.901'],
      denied: ['R50.9'],
      followUp: true,
      points: {
        'chief-complaint': 'Difficulty breathing',
        assessment: 'Acute exacerbation of asthma',
        'follow-up': 'GP review in 2 days',
      },
    },
    {
      name: 'clinic, growing nodule',
      text: `Reason for referral: Enlarging right upper lobe nodule.
HPI: 69F, smoker of 40 pack years, hypertension. Nodule grew from 8 to 12 mm in 6 months. Denies hemoptysis and weight loss.
Assessment: Right upper lobe nodule, concerning for primary lung cancer.
Plan: PET-CT and CT-guided biopsy. MDT next week.`,
      codes: ['R91.1', 'F17.200', 'I10'],
      denied: ['R04.2', 'R63.4', 'C34.90'],
      followUp: true,
      points: {
        'chief-complaint': 'Enlarging right upper lobe nodule',
        assessment: 'concerning for primary lung cancer',
      },
    },
    {
      name: 'discharge, pneumonia resolved',
      text: `Discharge diagnosis: Right middle lobe pneumonia.
Hospital course: Treated with IV antibiotics, afebrile by day 3. Blood cultures negative. Pulmonary embolism was excluded by CTPA.
Comorbidities: COPD, heart failure, diabetes.
Plan: Chest x-ray in 6 weeks to confirm resolution.`,
      codes: ['J18.9', 'J44.9', 'I50.9', 'E11.9'],
      denied: ['I26.99', 'R50.9'],
      followUp: true,
      points: { 'follow-up': 'Chest x-ray in 6 weeks' },
    },
    {
      name: 'radiology request, trauma',
      text: `Clinical indication: Fall from ladder, right chest pain. Pneumothorax?
Clinical history: 44M, ex-smoker.`,
      codes: ['R07.9', 'Z87.891'],
      denied: ['J93.9'],
      followUp: false,
      points: { 'chief-complaint': 'Fall from ladder' },
    },
    {
      name: 'clinic, IPF',
      text: `HPI: 74M with idiopathic pulmonary fibrosis on nintedanib, more breathless than in spring. No signs of heart failure. His brother also had pulmonary fibrosis.
Assessment: Idiopathic pulmonary fibrosis, progressive.
Plan: Ambulatory oxygen. Clinic in 3 months.`,
      codes: ['J84.112', 'R06.02'],
      denied: ['I50.9', 'J84.10'],
      followUp: true,
      points: { assessment: 'Idiopathic pulmonary fibrosis, progressive', 'follow-up': 'Clinic in 3 months' },
    },
    {
      name: 'ED free text',
      text: `63F presented with two days of dyspnea and leg swelling. Chest x-ray showed bilateral pleural effusions and pulmonary edema but no pneumonia. Known CAD. Diagnosed with decompensated heart failure, started IV furosemide and admitted to cardiology.`,
      codes: ['R06.00', 'J90', 'J81.0', 'I25.10', 'I50.9'],
      denied: ['J18.9'],
      followUp: false,
      points: { 'chief-complaint': 'dyspnea and leg swelling' },
    },
    {
      name: 'clinic, oncology',
      text: `Problem list: Left lower lobe adenocarcinoma, on osimertinib. Malignant pleural effusion.
Subjective: Mild cough, no chest pain, appetite good.
CT chest: Smaller primary, no new nodules. Small left effusion.
Plan: Continue osimertinib, CT in 3 months.`,
      codes: ['C34.32', 'J91.0'],
      denied: ['R07.9', 'R91.8'],
      followUp: true,
      points: { assessment: 'Left lower lobe adenocarcinoma', 'follow-up': 'CT in 3 months' },
    },
    {
      name: 'TB clinic',
      text: `CC: Cough 2 months, night sweats.
HPI: 27M, smear positive. Father treated for TB last year. HIV negative. Smokes occasionally.
Diagnosis: Pulmonary tuberculosis.
Plan: Start HRZE, contact tracing, review in 2 weeks.`,
      codes: ['A15.0', 'R61', 'F17.200'],
      followUp: true,
      points: { 'chief-complaint': 'Cough 2 months', assessment: 'Pulmonary tuberculosis' },
    },
  ],
  zh: [
    {
      name: '急诊，哮喘发作',
      text: `主诉：喘息、呼吸困难1天。
现病史：19岁男性，哮喘病史，受凉后加重，无发热。
诊断：支气管哮喘急性发作。
处理：沙丁胺醇雾化，2天后门诊复诊。`,
      codes: ['J45.901', 'R06.00'],
      denied: ['R50.9'],
      followUp: true,
      points: { 'chief-complaint': '喘息、呼吸困难1天', assessment: '支气管哮喘急性发作' },
    },
    {
      name: '门诊，增大结节',
      text: `主诉：右肺上叶结节增大。
现病史：69岁女性，吸烟40年，高血压，结节6个月内由8mm增至12mm，否认咯血、消瘦。
诊断：右肺上叶结节，肺癌可能性大。
计划：PET-CT，穿刺活检，下周多学科会诊。`,
      codes: ['R91.1', 'F17.200', 'I10'],
      denied: ['R04.2', 'R63.4', 'C34.90'],
      followUp: true,
      points: { 'chief-complaint': '右肺上叶结节增大' },
    },
    {
      name: '出院，肺炎',
      text: `出院诊断：右中叶肺炎，慢阻肺，2型糖尿病。
治疗：抗感染治疗后体温正常，CTPA已排除肺栓塞。
出院医嘱：6周后复查胸片。`,
      codes: ['J18.9', 'J44.9', 'E11.9'],
      denied: ['I26.99'],
      followUp: true,
      points: { 'follow-up': '6周后复查胸片' },
    },
    {
      name: '检查申请，外伤',
      text: `检查目的：坠落伤后右侧胸痛，气胸？
病史：44岁男性，已戒烟。`,
      codes: ['R07.9', 'Z87.891'],
      denied: ['J93.9'],
      followUp: false,
      points: { 'chief-complaint': '坠落伤后右侧胸痛' },
    },
    {
      name: '门诊，特发性肺纤维化',
      text: `现病史：74岁男性，特发性肺纤维化，服用尼达尼布，气促较前加重，无心力衰竭表现。其兄亦患肺纤维化。
诊断：特发性肺纤维化。
计划：氧疗，3个月后门诊复查。`,
      codes: ['J84.112', 'R06.02'],
      denied: ['I50.9', 'J84.10'],
      followUp: true,
      points: { assessment: '特发性肺纤维化', 'follow-up': '3个月后门诊复查' },
    },
    {
      name: '急诊，无标题',
      text: `患者女，63岁，因呼吸困难、双下肢水肿2天来诊。胸片示双侧胸腔积液、肺水肿，未见肺炎。既往冠心病。诊断为心力衰竭，予呋塞米静推，收入心内科。`,
      codes: ['R06.00', 'J90', 'J81.0', 'I25.10', 'I50.9'],
      denied: ['J18.9'],
      followUp: false,
      points: { 'chief-complaint': '呼吸困难、双下肢水肿2天' },
    },
    {
      name: '门诊，肿瘤',
      text: `诊断：肺腺癌，恶性胸腔积液。
现病史：奥希替尼治疗中，轻咳，无胸痛，无发热。
计划：继续奥希替尼，3个月后复查CT。`,
      codes: ['C34.90', 'J91.0'],
      denied: ['R07.9', 'R50.9'],
      followUp: true,
      points: { assessment: '肺腺癌', 'follow-up': '3个月后复查CT' },
    },
    {
      name: '结核门诊',
      text: `主诉：咳嗽2月，伴盗汗。
现病史：27岁男性，痰涂片阳性。父亲去年患肺结核。
诊断：肺结核。
治疗：HRZE方案，2周后复诊。`,
      codes: ['A15.0', 'R61'],
      followUp: true,
      points: { 'chief-complaint': '咳嗽2月，伴盗汗', assessment: '肺结核' },
    },
  ],
  ms: [
    {
      name: 'kecemasan, serangan asma',
      text: `Aduan utama: Sesak nafas dan berdehit.
Sejarah semasa: Lelaki 19 tahun, asma, bertambah teruk sejak malam tadi. Tiada demam.
Impresi: Serangan asma akut.
Pelan: Nebulizer salbutamol, jumpa doktor dalam 2 hari.`,
      codes: ['R06.02', 'J45.901'],
      denied: ['R50.9'],
      followUp: true,
      points: { 'chief-complaint': 'Sesak nafas dan berdehit', assessment: 'Serangan asma akut' },
    },
    {
      name: 'klinik, nodul membesar',
      text: `Sebab rujukan: Nodul lobus atas kanan membesar.
Sejarah penyakit: Wanita 69 tahun, perokok, darah tinggi. Nodul dari 8 ke 12 mm dalam 6 bulan. Menafikan batuk berdarah dan susut berat badan.
Penilaian: Nodul lobus atas kanan, disyaki kanser paru-paru.
Pelan: PET-CT dan biopsi, bincang di MDT.`,
      codes: ['R91.1', 'F17.200', 'I10'],
      denied: ['R04.2', 'R63.4', 'C34.90'],
      followUp: false,
      points: { 'chief-complaint': 'Nodul lobus atas kanan membesar' },
    },
    {
      name: 'discaj, pneumonia',
      text: `Diagnosis: Pneumonia lobus tengah kanan. COPD. Kencing manis.
Rawatan: Antibiotik IV, demam reda pada hari ke-3. Embolisme pulmonari telah disingkirkan.
Susulan: X-ray dada dalam 6 minggu.`,
      codes: ['J18.9', 'J44.9', 'E11.9'],
      denied: ['I26.99'],
      followUp: true,
      points: { 'follow-up': 'X-ray dada dalam 6 minggu' },
    },
    {
      name: 'permohonan, trauma',
      text: `Tujuan pemeriksaan: Jatuh tangga, sakit dada kanan. Pneumotoraks?
Sejarah klinikal: Lelaki 44 tahun, bekas perokok.`,
      codes: ['R07.9', 'Z87.891'],
      denied: ['J93.9'],
      followUp: false,
      points: { 'chief-complaint': 'Jatuh tangga' },
    },
    {
      name: 'klinik, IPF',
      text: `Sejarah penyakit: Lelaki 74 tahun, IPF on nintedanib, semakin sesak nafas. Tiada kegagalan jantung. Abangnya juga menghidap fibrosis pulmonari.
Penilaian: Fibrosis pulmonari idiopatik.
Pelan: Oksigen, temujanji 3 bulan.`,
      codes: ['J84.112', 'R06.02'],
      denied: ['I50.9', 'J84.10'],
      followUp: true,
      points: { assessment: 'Fibrosis pulmonari idiopatik' },
    },
    {
      name: 'kecemasan, tanpa tajuk',
      text: `Wanita 63 tahun datang dengan sesak nafas dan bengkak kaki 2 hari. X-ray dada menunjukkan efusi pleura dan edema pulmonari tetapi tiada pneumonia. Ada IHD. Didiagnosis kegagalan jantung, diberi furosemide.`,
      codes: ['R06.02', 'J90', 'J81.0', 'I25.10', 'I50.9'],
      denied: ['J18.9'],
      followUp: false,
      points: { 'chief-complaint': 'datang dengan sesak nafas' },
    },
    {
      name: 'klinik, onkologi',
      text: `Diagnosis: Kanser paru-paru kiri, efusi pleura malignan.
Aduan: Batuk ringan, tiada sakit dada.
Pelan: Teruskan osimertinib, CT dalam 3 bulan.`,
      codes: ['C34.92', 'J91.0'],
      denied: ['R07.9'],
      followUp: true,
      points: { 'chief-complaint': 'Batuk ringan', 'follow-up': 'CT dalam 3 bulan' },
    },
    {
      name: 'klinik tibi',
      text: `Aduan utama: Batuk 2 bulan, berpeluh malam.
Sejarah penyakit: Lelaki 27 tahun, kahak positif. Bapa dirawat tibi tahun lepas.
Diagnosis: Tuberkulosis paru-paru.
Rawatan: HRZE, susulan 2 minggu.`,
      codes: ['A15.0', 'R61'],
      followUp: true,
      points: { 'chief-complaint': 'Batuk 2 bulan', assessment: 'Tuberkulosis paru-paru' },
    },
  ],
}
