import type { NoteExample } from './note-example.ts'

/** Malay, the set that the tables are tuned on. */
export const malayTuning: readonly NoteExample[] = [
  {
    name: 'klinik, sarkoidosis',
    text: `Aduan: Rawatan susulan sarkoidosis.
Sejarah penyakit: Wanita 41 tahun, sarkoidosis pulmonari, dispnea ringan. Tiada demam.
Penilaian: Sarkoidosis pulmonari, stabil.
Pelan: Spirometri, temujanji 6 bulan lagi.`,
    codes: ['D86.0', 'R06.00'],
    denied: ['R50.9'],
    followUp: true,
    points: { assessment: 'Sarkoidosis pulmonari, stabil', 'follow-up': 'temujanji 6 bulan lagi' },
  },
  {
    name: 'kecemasan, sakit dada',
    text: `Aduan utama: Sakit dada.
Sejarah semasa: Wanita 38 tahun, sakit dada sejak pagi. Untuk menyingkirkan embolisme pulmonari.
Diagnosis: Sakit dada, mungkin otot.
Pelan: D-dimer, boleh pulang.`,
    codes: ['R07.9'],
    denied: ['I26.99'],
    followUp: false,
    points: { 'chief-complaint': 'Sakit dada', plan: 'D-dimer' },
  },
  {
    name: 'wad, empiema',
    text: `Impresi: Empiema kanan, radang paru-paru.
Sejarah lampau: Kencing manis. Tiada asma, tiada COPD.
Rawatan: Tiub dada.`,
    codes: ['J86.9', 'J18.9', 'E11.9'],
    denied: ['J45.909', 'J44.9'],
    followUp: false,
    points: { assessment: 'Empiema kanan', plan: 'Tiub dada' },
  },
  {
    name: 'klinik, nodul berbilang',
    text: `Sebab rujukan: Nodul berbilang pada CT.
Sejarah penyakit: Lelaki 55 tahun, bukan perokok.
Penilaian: Nodul berbilang, metastasis tidak dapat disingkirkan.
Pelan: PET-CT, rujuk MDT.`,
    codes: ['R91.8'],
    denied: ['F17.200'],
    followUp: true,
    points: { 'chief-complaint': 'Nodul berbilang pada CT' },
  },
  {
    name: 'discaj, jantung',
    text: `Diagnosis: Kegagalan jantung, edema pulmonari.
Sejarah: Lelaki 77 tahun, penyakit jantung iskemia, hipertensi. Tiada sakit dada.
Susulan: Klinik kesihatan dalam seminggu.`,
    codes: ['I50.9', 'J81.0', 'I25.10', 'I10'],
    denied: ['R07.9'],
    followUp: true,
    points: { assessment: 'Kegagalan jantung', 'follow-up': 'Klinik kesihatan dalam seminggu' },
  },
  {
    name: 'laporan radiologi',
    text: `Penemuan: Tiada konsolidasi. Tiada pneumotoraks atau efusi pleura. Atelektasis lobus bawah kiri. Kardiomegali.
Rumusan: Atelektasis lobus bawah kiri. Tiada pneumonia.`,
    codes: ['J98.11', 'I51.7'],
    denied: ['J93.9', 'J90', 'J18.9'],
    followUp: false,
    points: { assessment: 'Atelektasis lobus bawah kiri' },
  },
  {
    name: 'keluarga dan diri',
    text: `Sejarah penyakit: Ibu menghidap asma. Pesakit juga menghidap asma.
Sejarah keluarga: Bapa COPD.
Pelan: Steroid sedut.`,
    codes: ['J45.909'],
    denied: ['J44.9'],
    followUp: false,
    points: { plan: 'Steroid sedut' },
  },
  {
    name: 'covid',
    text: `Aduan utama: Demam, batuk.
Sejarah semasa: Lelaki 48 tahun, jangkitan covid-19, sesak nafas. CT pneumonia covid-19, tiada embolisme paru-paru.
Diagnosis: Pneumonia covid-19 dengan hipoksia.
Rawatan: Dexamethasone, oksigen.`,
    codes: ['U07.1', 'J12.82', 'R09.02', 'R06.02', 'R50.9'],
    denied: ['I26.99'],
    followUp: false,
    points: { 'chief-complaint': 'Demam, batuk', plan: 'Dexamethasone' },
  },
  {
    name: 'embolisme lama',
    text: `Sejarah perubatan lampau: Pernah menghidap embolisme pulmonari pada 2012.
Sejarah penyakit: Batuk kronik, telah berhenti merokok.
Diagnosis: Bronkitis kronik.
Pelan: Spirometri.`,
    codes: ['J42', 'Z87.891', 'Z86.711'],
    denied: ['I26.99'],
    followUp: false,
    points: { assessment: 'Bronkitis kronik' },
  },
  {
    name: 'tanpa susulan',
    text: `Wanita 40 tahun dirujuk kerana bayang pada x-ray. CT menunjukkan granuloma benigna, tiada nodul paru-paru. Tidak perlu susulan.`,
    codes: [],
    denied: ['R91.1'],
    followUp: false,
    points: { 'chief-complaint': 'dirujuk kerana bayang pada x-ray' },
  },
  {
    name: 'limfadenopati',
    text: `Aduan: Limfadenopati mediastinum.
Sejarah penyakit: Lelaki 50 tahun, berpeluh malam dan susut berat badan 2 bulan. Tiada batuk berdarah.
Penilaian: Limfadenopati mediastinum, disyaki sarkoidosis.
Pelan: EBUS, rujuk hematologi.`,
    codes: ['R59.0', 'R61', 'R63.4'],
    denied: ['R04.2', 'D86.9'],
    followUp: true,
    points: { 'chief-complaint': 'Limfadenopati mediastinum' },
  },
  {
    name: 'silikosis',
    text: `Aduan: Sesak nafas.
Sejarah penyakit: Pemotong batu, CT menunjukkan silikosis.
Diagnosis: Silikosis.
Cadangan: Elakkan pendedahan habuk.`,
    codes: ['J62.8', 'R06.02'],
    followUp: false,
    points: { assessment: 'Silikosis', plan: 'Elakkan pendedahan habuk' },
  },
  {
    name: 'hipertensi pulmonari',
    text: `Sejarah penyakit: Wanita 63 tahun, hipertensi pulmonari, dispnea bertambah.
Penilaian: Hipertensi pulmonari.
Pelan: Kateter jantung kanan.`,
    codes: ['I27.20', 'R06.00'],
    followUp: false,
    points: { assessment: 'Hipertensi pulmonari', plan: 'Kateter jantung kanan' },
  },
  {
    name: 'abses',
    text: `Aduan utama: Demam dan kahak busuk.
Diagnosis: Abses paru-paru kanan, tiada empiema.
Rawatan: Clindamycin 6 minggu.
Susulan: CT dalam 4 minggu.`,
    codes: ['J85.2', 'R50.9'],
    denied: ['J86.9'],
    followUp: true,
    points: { 'chief-complaint': 'Demam dan kahak busuk', 'follow-up': 'CT dalam 4 minggu' },
  },
  {
    name: 'rojak',
    text: `Aduan: Cough 5 hari, no fever.
Sejarah perubatan: HTN, T2DM, on metformin.
Penilaian: Bronkitis akut.
Pelan: Symptomatic treatment, TCA prn.`,
    codes: ['J20.9', 'I10', 'E11.9'],
    denied: ['R50.9'],
    followUp: false,
    points: { 'chief-complaint': 'Cough 5 hari', assessment: 'Bronkitis akut' },
  },
]
