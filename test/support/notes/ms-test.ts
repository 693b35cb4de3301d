import type { NoteExample } from './note-example.ts'

/** Malay, mixed with English as clinics write it, the test set, known to the tables' author as the others are. */
export const malayTest: readonly NoteExample[] = [
  {
    name: 'kecemasan, pneumonia',
    text: `Aduan utama: Demam dan batuk berkahak 4 hari.
Sejarah penyakit semasa: Lelaki 54 tahun, demam 39.1, batuk berkahak. Menafikan batuk berdarah. Tiada sakit dada.
Sejarah perubatan lampau: Darah tinggi, kencing manis.
X-ray dada: Konsolidasi lobus bawah kanan. Tiada efusi pleura.
Diagnosis: Pneumonia.
Pelan: Ceftriaxone, masuk wad.
Susulan: Ulang x-ray dada dalam 6 minggu.`,
    codes: ['J18.9', 'I10', 'E11.9', 'R50.9'],
    denied: ['R04.2', 'R07.9', 'J90'],
    followUp: true,
    points: {
      'chief-complaint': 'Demam dan batuk berkahak 4 hari',
      'present-illness': 'Lelaki 54 tahun',
      assessment: 'Pneumonia',
      plan: 'Ceftriaxone',
      'follow-up': 'Ulang x-ray dada dalam 6 minggu',
    },
  },
  {
    name: 'klinik, nodul, sejarah keluarga',
    text: `Sebab rujukan: Nodul paru-paru pada CT.
Sejarah penyakit: Wanita 61 tahun, tiada gejala. CT menunjukkan nodul 7 mm di lobus atas kiri. Tiada penurunan berat badan atau sesak nafas.
Sejarah sosial: Bekas perokok.
Sejarah keluarga: Bapa meninggal kerana kanser paru-paru.
Impresi: Nodul paru-paru tunggal.
Pelan: Ulang CT dos rendah dalam 6 bulan.`,
    codes: ['R91.1', 'Z87.891'],
    denied: ['R63.4', 'R06.02', 'C34.90'],
    followUp: true,
    points: {
      'chief-complaint': 'Nodul paru-paru pada CT',
      assessment: 'Nodul paru-paru tunggal',
      'follow-up': 'Ulang CT dos rendah dalam 6 bulan',
    },
  },
  {
    name: 'discaj, COPD',
    text: `Diagnosis: Eksaserbasi akut COPD.
Aduan: Sesak nafas 3 hari.
Sejarah semasa: Wanita 70 tahun, COPD, sesak nafas bertambah teruk, kahak hijau. Tiada demam.
Rawatan: Prednisolone 40 mg, nebulizer salbutamol.
Temujanji: Klinik respiratori dalam 4 minggu.`,
    codes: ['J44.1', 'R06.02'],
    denied: ['R50.9'],
    followUp: true,
    points: {
      'chief-complaint': 'Sesak nafas 3 hari',
      assessment: 'Eksaserbasi akut COPD',
      plan: 'Prednisolone 40 mg',
      'follow-up': 'Klinik respiratori dalam 4 minggu',
    },
  },
  {
    name: 'permohonan radiologi',
    text: `Sejarah klinikal: Lelaki 45 tahun, perokok, batuk kronik. Disyaki tuberkulosis paru-paru.
Tujuan pemeriksaan: Untuk menyingkirkan kanser paru-paru.`,
    codes: ['F17.200'],
    denied: ['A15.0', 'A15.9', 'C34.90'],
    followUp: false,
    points: {
      'present-illness': 'perokok, batuk kronik',
      'chief-complaint': 'Untuk menyingkirkan kanser paru-paru',
    },
  },
  {
    name: 'klinik, code-switching',
    text: `Aduan: SOB on exertion 2 minggu.
Sejarah penyakit: Pt 72 tahun, current smoker, known COPD. Denies chest pain, tiada haemoptysis. CT tunjuk mass left lower lobe, biopsi NSCLC.
Penilaian: NSCLC, for staging.
Pelan: PET-CT, rujuk onkologi.`,
    codes: ['R06.02', 'F17.200', 'J44.9', 'C34.90'],
    denied: ['R07.9', 'R04.2'],
    followUp: true,
    points: {
      'chief-complaint': 'SOB on exertion 2 minggu',
      assessment: 'NSCLC, for staging',
      'follow-up': 'rujuk onkologi',
    },
  },
  {
    name: 'kecemasan, tanpa tajuk',
    text: `Lelaki 29 tahun datang dengan sakit dada kiri mengejut dan sesak nafas. Tiada trauma. X-ray dada menunjukkan pneumotoraks kiri. Didiagnosis pneumotoraks spontan. Tiub dada dipasang. Abang menghidap asma.`,
    codes: ['J93.9', 'R07.9', 'R06.02'],
    denied: ['J45.909'],
    followUp: false,
    points: {
      'chief-complaint': 'datang dengan sakit dada kiri',
      assessment: 'Didiagnosis pneumotoraks spontan',
    },
  },
  {
    name: 'wad, disingkirkan',
    text: `Hari 1: Kemungkinan embolisme pulmonari, CTPA dipohon.
Hari 2: CTPA tiada embolisme pulmonari. Efusi pleura dua belah, kardiomegali.
Penilaian: Kegagalan jantung dengan efusi pleura.
Pelan: Teruskan furosemide.`,
    codes: ['I50.9', 'J90', 'I51.7'],
    denied: ['I26.99'],
    followUp: false,
    points: { assessment: 'Kegagalan jantung dengan efusi pleura', plan: 'Teruskan furosemide' },
  },
  {
    name: 'klinik, asma',
    text: `Aduan utama: Berdehit pada waktu malam.
Sejarah penyakit semasa: Wanita 22 tahun menghidap asma sejak kecil. Tidak pernah merokok.
Penilaian: Asma separa terkawal.
Pelan: Budesonide-formoterol. Datang segera jika demam atau sakit dada.
Susulan: 8 minggu di klinik kesihatan.`,
    codes: ['J45.909'],
    denied: ['F17.200', 'R50.9', 'R07.9'],
    followUp: true,
    points: {
      'chief-complaint': 'Berdehit pada waktu malam',
      'present-illness': 'menghidap asma sejak kecil',
      assessment: 'Asma separa terkawal',
      'follow-up': '8 minggu di klinik kesihatan',
    },
  },
  {
    name: 'discaj, embolisme',
    text: `Aduan utama: Sesak nafas mengejut.
Sejarah penyakit: Lelaki 66 tahun, 2 minggu selepas pembedahan lutut. Tiada batuk berdarah.
Siasatan: CTPA menunjukkan embolisme pulmonari dua belah.
Diagnosis: Embolisme pulmonari akut.
Pelan: Apixaban 3 bulan. Tidak perlu susulan CT.`,
    codes: ['I26.99', 'R06.02'],
    denied: ['R04.2'],
    followUp: false,
    points: {
      'chief-complaint': 'Sesak nafas mengejut',
      assessment: 'Embolisme pulmonari akut',
      plan: 'Apixaban 3 bulan',
    },
  },
  {
    name: 'klinik, ILD',
    text: `Sebab rujukan: Sesak nafas progresif 2 tahun.
Sejarah penyakit: Lelaki 68 tahun, terdedah kepada asbestos semasa bekerja.
Penilaian: Penyakit paru-paru interstitium, mungkin fibrosis pulmonari idiopatik.
Pelan: Ujian fungsi paru-paru, mesyuarat MDT.`,
    codes: ['J84.9', 'Z77.090', 'R06.02'],
    denied: ['J84.112'],
    followUp: false,
    points: {
      'chief-complaint': 'Sesak nafas progresif 2 tahun',
      assessment: 'Penyakit paru-paru interstitium',
    },
  },
  {
    name: 'saringan kontak tibi',
    text: `Sebab lawatan: Saringan kontak tibi.
Sejarah penyakit: Lelaki 33 tahun, isteri menghidap tuberkulosis paru-paru. Beliau menafikan demam, berpeluh malam dan susut berat badan.
Penilaian: Tiada bukti tuberkulosis aktif.
Pelan: Ulang x-ray dada dalam 3 bulan.`,
    codes: [],
    denied: ['A15.0', 'A15.9', 'R50.9', 'R61', 'R63.4'],
    followUp: true,
    points: {
      'chief-complaint': 'Saringan kontak tibi',
      assessment: 'Tiada bukti tuberkulosis aktif',
      'follow-up': 'Ulang x-ray dada dalam 3 bulan',
    },
  },
  {
    name: 'kecemasan, batuk berdarah',
    text: `Aduan utama: Batuk berdarah.
Sejarah penyakit semasa: Wanita 58 tahun dengan bronkiektasis, dua kali batuk berdarah hari ini, lebih kurang 20 ml. Tiada demam.
Penilaian: Batuk berdarah akibat bronkiektasis. Kanser paru-paru perlu disingkirkan.
Pelan: Asid traneksamik, CT toraks.`,
    codes: ['R04.2', 'J47.9'],
    denied: ['C34.90', 'R50.9'],
    followUp: false,
    points: {
      'chief-complaint': 'Batuk berdarah',
      assessment: 'Batuk berdarah akibat bronkiektasis',
      plan: 'Asid traneksamik',
    },
  },
  {
    name: 'klinik, tibi lama',
    text: `Aduan: Batuk kronik 3 bulan.
Sejarah perubatan: Pernah menghidap tuberkulosis paru-paru pada 1998, rawatan selesai. Tiada asma.
Dapatan: Emfisema di lobus atas.
Diagnosis: Emfisema, bronkitis kronik.
Pelan: Spirometri, berhenti merokok dinasihatkan.`,
    codes: ['J43.9', 'J42', 'Z86.11'],
    denied: ['A15.0', 'J45.909'],
    followUp: false,
    points: {
      'chief-complaint': 'Batuk kronik 3 bulan',
      assessment: 'Emfisema, bronkitis kronik',
      plan: 'Spirometri',
    },
  },
  {
    name: 'saringan, negatif',
    text: `Sebab lawatan: Saringan kanser paru-paru.
Sejarah penyakit: Wanita 59 tahun, bekas perokok, tiada simptom.
Dapatan: Tiada nodul paru-paru. Penyakit arteri koronari.
Kesimpulan: Lung-RADS 1.
Cadangan: CT dos rendah setiap tahun.`,
    codes: ['Z12.2', 'Z87.891', 'I25.10'],
    denied: ['R91.1', 'C34.90'],
    followUp: true,
    points: { 'chief-complaint': 'Saringan kanser paru-paru', assessment: 'Lung-RADS 1' },
  },
  {
    name: 'ICU, aspirasi',
    text: `Sejarah semasa: Wanita 81 tahun, muntah lalu mengalami hipoksia. Diintubasi di kecemasan.
Diagnosis: Pneumonia aspirasi. Kegagalan pernafasan akut. Hernia hiatus.
Rawatan: Piperacillin-tazobactam. Pantau untuk sindrom distres respiratori akut.`,
    codes: ['J69.0', 'J96.00', 'K44.9', 'R09.02'],
    denied: ['J80'],
    followUp: false,
    points: {
      'present-illness': 'muntah lalu mengalami hipoksia',
      assessment: 'Pneumonia aspirasi',
      plan: 'Piperacillin-tazobactam',
    },
  },
]
