import type { NoteCase } from './note-case.ts'

/** Malay notes as clinics write them, made up for these tests. */
export const malayNotes: readonly NoteCase[] = [
  {
    name: 'a whole note in sections',
    language: 'ms',
    text: `Aduan utama: Batuk berdarah selama 2 minggu.
Sejarah penyakit semasa: Pesakit lelaki 67 tahun, perokok, datang dengan batuk berkahak dan batuk berdarah. Beliau menafikan demam, sakit dada atau berpeluh malam. Terdapat penurunan berat badan 5 kg dalam 3 bulan.
Sejarah perubatan lampau: Darah tinggi, kencing manis. Pernah menghidap tibi pada tahun 2010.
Sejarah keluarga: Bapa meninggal akibat kanser paru-paru.
Penilaian: Nodul paru-paru di lobus bawah kiri, 18 mm, disyaki kanser paru-paru.
Pelan: Imbasan PET-CT dan bronkoskopi. Untuk menyingkirkan tuberkulosis paru-paru.
Susulan: Temujanji di klinik dalam masa 2 minggu.`,
    affirmed: ['R04.2', 'F17.200', 'R63.4', 'I10', 'E11.9', 'Z86.11', 'R91.1'],
    negated: ['R50.9', 'R07.9', 'R61'],
    uncertain: ['C34.90', 'A15.0'],
    family: ['C34.90'],
    includes: ['Batuk berdarah selama 2 minggu.', 'Temujanji di klinik dalam masa 2 minggu.'],
  },
  {
    name: 'negation over a list',
    language: 'ms',
    text: 'Tiada radang paru-paru, efusi pleura atau pneumotoraks pada x-ray dada ini.',
    negated: ['J18.9', 'J90', 'J93.9'],
  },
  {
    name: 'negation ends at tetapi',
    language: 'ms',
    text: 'Pesakit tidak mengalami sakit dada tetapi mengadu sesak nafas sejak 3 hari.',
    affirmed: ['R06.02'],
    negated: ['R07.9'],
  },
  {
    name: 'negation after the term',
    language: 'ms',
    text: 'Embolisme pulmonari telah diketepikan. Ujian kahak untuk tibi negatif. Pneumotoraks tidak kelihatan pada imej.',
    negated: ['I26.99', 'A15.9', 'J93.9'],
  },
  {
    name: 'what looks like a negation',
    language: 'ms',
    text: 'Tiada perubahan pada nodul paru-paru sejak tahun lepas. Pesakit ini mempunyai asma.',
    affirmed: ['R91.1', 'J45.909'],
  },
  {
    name: 'uncertainty',
    language: 'ms',
    text: 'Impresi: Kemungkinan radang paru-paru. Tibi tidak dapat diketepikan. Disyaki embolisme pulmonari pada pesakit.',
    uncertain: ['J18.9', 'A15.9', 'I26.99'],
  },
  {
    name: 'family',
    language: 'ms',
    text: 'Ibunya dan bapa menghidap kanser paru-paru. Pesakit mempunyai emfisema. Sejarah keluarga asma ada pada abang.',
    affirmed: ['J43.9'],
    family: ['C34.90', 'J45.909'],
  },
  {
    name: 'no family history',
    language: 'ms',
    text: 'Tiada sejarah keluarga kanser paru-paru. Beliau tidak merokok dan tidak pernah merokok.',
    negated: ['C34.90'],
    absent: ['F17.200'],
  },
  {
    name: 'the past',
    language: 'ms',
    text: 'Bekas perokok, telah berhenti merokok 10 tahun lalu. Pernah dirawat untuk tibi dan pernah menghidap embolisme pulmonari.',
    affirmed: ['Z87.891', 'Z86.11', 'Z86.711'],
    absent: ['A15.9', 'I26.99'],
  },
  {
    name: 'what may come, and screening',
    language: 'ms',
    text: 'Dirujuk untuk saringan kanser paru-paru. Datang semula ke klinik jika batuk berdarah atau sakit dada.',
    affirmed: ['Z12.2'],
    uncertain: ['R04.2', 'R07.9'],
    absent: ['C34.90'],
  },
  {
    name: 'mixed with English',
    language: 'ms',
    text: 'Pesakit ini known case of COPD dengan bronkiektasis. CXR menunjukkan pleural effusion di sebelah kanan. Tiada pneumothorax dan tiada lung mass.',
    affirmed: ['J44.9', 'J47.9', 'J90'],
    negated: ['J93.9', 'R91.8'],
  },
  {
    name: "the patient's father is not the patient",
    language: 'ms',
    text: 'Ayah pesakit pernah menghidap tibi. Pesakit menafikan batuk berdarah. Tiada sejarah asma.',
    family: ['A15.9'],
    negated: ['R04.2', 'J45.909'],
  },
]
