import { thirdSentences } from './third.ts'
import type { Language, SetName } from './vocabulary.ts'

/**
 * Sentences by what they are for, drawn one by one into notes of several styles. [D] disease, [R] drug, [S] sign and [T]
 * test must stay; {P} patient, {Q} physician, {B} birth date, {I} id, {A} accession and {H} phone are in the header; {n}
 * another person, {d} date, {t} phone, {i} number, {a} address, {e} mail, {u} link and {g} an age over 89 are not.
 */
export interface Sentences {
  readonly openings: readonly string[]
  readonly history: readonly string[]
  readonly findings: readonly string[]
  readonly plans: readonly string[]
  readonly contacts: readonly string[]
  readonly closings: readonly string[]
}

const first: Readonly<Record<Language, Sentences>> = {
  en: {
    openings: [
      'Re: {P}  d.o.b. {B}  hospital number {I}',
      'ED triage {d} 03:42. {P} brought in by ambulance, case {i}.',
      'Discharge letter. Patient {P}, born {B}; accession {A}.',
      'Dear colleague, I saw {P} in clinic on {d}.',
      'Nursing handover: bed 14, {P}, under {Q}.',
      'TELEHEALTH NOTE - {d} - {P} - MRN {I}',
    ],
    history: [
      'Known [D] and [D], on [R].',
      'Presents with three days of [S] and [S].',
      'Her brother {n} had [D] at 52.',
      'No [S]; background of [D] treated with [R] 20 mg daily.',
      'Admitted elsewhere on {d} under {n} for [D].',
      'The grandmother, {g}, lives with the family.',
      'Works as a baker, smokes ten a day, complains of [S].',
    ],
    findings: [
      'On examination [S], blood pressure 128/74, temperature 37.9.',
      '[T] 112, [T] normal, [T] pending.',
      '[T] on {d} showed [D].',
      'There is no sign of [D] or [D].',
      'Impression: [D], probably with [D].',
    ],
    plans: [
      'Start [R] 5 mg twice daily and stop [R].',
      'Repeat [T] in two weeks; book [T].',
      'Refer to {n} for an opinion about [D].',
      'Review on {d} with {Q}.',
      'If [S] returns, give [R] and repeat [T].',
    ],
    contacts: [
      'Next of kin: {n}, {t}.',
      'Lives at {a}.',
      'The patient can be reached on {H} or at {e}.',
      'NHS number {i}, policy {i}.',
      'Pharmacy fax {t}; portal {u}.',
      'GP surgery: {a}, telephone {t}.',
    ],
    closings: [
      'Signed, {n}',
      'Dictated by {Q} on {d}.',
      'cc: {n}, {e}',
      'Electronically verified by {n} {d} 16:20',
    ],
  },
  zh: {
    openings: [
      '患者{P}，出生日期{B}，病历号{I}。',
      '急诊记录 {d} 03:42，{P}由救护车送入，编号{i}。',
      '出院小结：姓名{P}，检查号{A}。',
      '尊敬的同事：{d}门诊接诊{P}。',
      '护理交班：14床{P}，主管医生{Q}。',
    ],
    history: [
      '既往[D]、[D]，长期服用[R]。',
      '因[S]伴[S]三天就诊。',
      '其兄{n}五十二岁时患[D]。',
      '无[S]，有[D]病史，口服[R] 20 mg。',
      '{d}曾在外院由{n}收治，诊断[D]。',
      '祖母{g}，与家人同住。',
    ],
    findings: [
      '查体：[S]，血压128/74，体温37.9。',
      '[T] 112，[T]正常，[T]待回报。',
      '{d}[T]提示[D]。',
      '未见[D]及[D]征象。',
      '初步诊断：[D]，可能合并[D]。',
    ],
    plans: [
      '予[R] 5 mg每日两次，停用[R]。',
      '两周后复查[T]，预约[T]。',
      '请{n}会诊，评估[D]。',
      '{d}由{Q}复诊。',
      '若再次出现[S]，给予[R]并复查[T]。',
    ],
    contacts: [
      '联系人：{n}，电话{t}。',
      '住址：{a}。',
      '可拨打{H}或发邮件至{e}。',
      '身份证号{i}，医保卡号{i}。',
      '药房传真{t}，平台{u}。',
    ],
    closings: ['记录者：{n}', '{Q}于{d}口述。', '抄送：{n}，{e}', '审核医师 {n} {d} 16:20'],
  },
  ms: {
    openings: [
      'Pesakit: {P}, tarikh lahir {B}, nombor pendaftaran {I}.',
      'Nota kecemasan {d} 03:42. {P} dibawa dengan ambulans, kes {i}.',
      'Ringkasan discaj. Nama {P}, nombor aksesi {A}.',
      'Kepada rakan sekerja, saya merawat {P} di klinik pada {d}.',
      'Laporan jururawat: katil 14, {P}, di bawah {Q}.',
    ],
    history: [
      'Menghidap [D] dan [D], mengambil [R].',
      'Datang dengan [S] dan [S] selama tiga hari.',
      'Abangnya {n} mendapat [D] pada umur 52 tahun.',
      'Tiada [S]; sejarah [D] dirawat dengan [R] 20 mg sehari.',
      'Pernah dimasukkan ke hospital lain pada {d} oleh {n} kerana [D].',
      'Neneknya {g} tinggal bersama keluarga.',
    ],
    findings: [
      'Pemeriksaan: [S], tekanan darah 128/74, suhu 37.9.',
      '[T] 112, [T] normal, [T] belum selesai.',
      '[T] pada {d} menunjukkan [D].',
      'Tiada tanda [D] atau [D].',
      'Diagnosis: [D], mungkin dengan [D].',
    ],
    plans: [
      'Mulakan [R] 5 mg dua kali sehari dan hentikan [R].',
      'Ulang [T] dalam dua minggu.',
      'Rujuk kepada {n} untuk pendapat tentang [D].',
      'Temu janji pada {d} dengan {Q}.',
      'Jika [S] berulang, beri [R] dan ulang [T].',
    ],
    contacts: [
      'Waris: {n}, {t}.',
      'Alamat: {a}.',
      'Boleh dihubungi di {H} atau {e}.',
      'No. kad pengenalan {i}, polisi {i}.',
      'Faks farmasi {t}; portal {u}.',
    ],
    closings: [
      'Ditandatangani, {n}',
      'Disediakan oleh {Q} pada {d}.',
      'Salinan: {n}, {e}',
      'Disahkan oleh {n} {d} 16:20',
    ],
  },
}

const second: Readonly<Record<Language, Sentences>> = {
  en: {
    openings: [
      'Operative report for {P} ({I}), performed {d}.',
      'Subject: {P}; birth date: {B}. Request number {A}.',
      'I was asked by {Q} to see {P} about [S].',
      '{d}: {P} attended with {n}.',
      'Progress note, day 3. {P} is comfortable.',
    ],
    history: [
      'Diagnosed with [D] in {d}, since then on [R].',
      'Two admissions last winter for [D], one with [S].',
      'Mother died of [D]; uncle {n} has [D].',
      'Takes [R] and [R]; allergic to [R].',
      'According to {n}, who lives next door, there was [S] overnight.',
      'The patient is {g} and independent.',
    ],
    findings: [
      'Lungs clear, no [S]. [T] 4.1, [T] 188.',
      '[T] reported by {n} on {d}: [D] cannot be excluded.',
      'We found [D] without [D].',
      'Conclusion: stable [D]. [S] is likely due to [D].',
    ],
    plans: [
      'Increase [R] to 40 mg; [T] before the next visit on {d}.',
      '{Q} agrees with [R] for [D].',
      'Handed over to {n}, who will chase [T].',
      'Return at once with [S] or [S].',
    ],
    contacts: [
      'Emergency contact {n} on {t}.',
      'Letters go to {a}; results to {e}.',
      'Home phone {H}.',
      'Insurance {i}; appointment link {u}.',
      'Interpreter booked through {t}.',
    ],
    closings: ['Kind regards, {n}', 'Copy to {n}, {a}', '{Q}, {d}', 'Transcribed {d} by {n}'],
  },
  zh: {
    openings: [
      '手术记录：{P}（{I}），手术日期{d}。',
      '申请单号{A}，患者姓名：{P}，生于{B}。',
      '应{Q}邀请，为{P}会诊，主诉[S]。',
      '{d}，{P}由{n}陪同来院。',
      '病程记录第三天，患者{P}一般情况可。',
    ],
    history: [
      '{d}确诊[D]，此后服用[R]。',
      '去年因[D]住院两次，其中一次伴[S]。',
      '母亲死于[D]，舅舅{n}患[D]。',
      '目前用药：[R]、[R]；对[R]过敏。',
      '据邻居{n}述，夜间有[S]。',
      '患者{g}，生活自理。',
    ],
    findings: [
      '双肺呼吸音清，无[S]。[T] 4.1，[T] 188。',
      '{d}[T]由{n}报告：不除外[D]。',
      '术中见[D]，无[D]。',
      '结论：[D]稳定，[S]考虑与[D]有关。',
    ],
    plans: [
      '[R]加量至40 mg，下次{d}复诊前查[T]。',
      '{Q}同意使用[R]治疗[D]。',
      '已交班给{n}，追踪[T]结果。',
      '如有[S]或[S]立即就诊。',
    ],
    contacts: [
      '紧急联系人{n}，手机{t}。',
      '信件寄至{a}，结果发送{e}。',
      '家庭电话{H}。',
      '保险号{i}，预约链接{u}。',
      '翻译预约电话{t}。',
    ],
    closings: ['此致，{n}', '报告医师：{n}', '{Q} {d}', '{d}由{n}整理'],
  },
  ms: {
    openings: [
      'Laporan pembedahan {P} ({I}) pada {d}.',
      'Nama: {P}. Tarikh lahir: {B}. Nombor permohonan {A}.',
      'Saya diminta oleh {Q} untuk memeriksa {P} kerana [S].',
      '{d}: {P} datang bersama {n}.',
      'Nota kemajuan hari ketiga. {P} selesa.',
    ],
    history: [
      'Disahkan [D] pada {d}, sejak itu mengambil [R].',
      'Dua kali masuk wad kerana [D], sekali dengan [S].',
      'Ibunya meninggal kerana [D]; bapa saudaranya {n} menghidap [D].',
      'Ubat semasa: [R] dan [R]; alah kepada [R].',
      'Menurut jirannya {n}, ada [S] pada waktu malam.',
      'Pesakit {g} dan berdikari.',
    ],
    findings: [
      'Paru-paru bersih, tiada [S]. [T] 4.1, [T] 188.',
      '[T] dilaporkan oleh {n} pada {d}: [D] tidak dapat diketepikan.',
      'Didapati [D] tanpa [D].',
      'Kesimpulan: [D] stabil. [S] mungkin disebabkan [D].',
    ],
    plans: [
      'Tambah [R] kepada 40 mg; [T] sebelum lawatan pada {d}.',
      '{Q} bersetuju dengan [R] untuk [D].',
      'Diserahkan kepada {n} untuk menyemak [T].',
      'Datang segera jika [S] atau [S].',
    ],
    contacts: [
      'Hubungan kecemasan {n} di {t}.',
      'Surat dihantar ke {a}; keputusan ke {e}.',
      'Telefon rumah {H}.',
      'Insurans {i}; pautan {u}.',
      'Jurubahasa ditempah melalui {t}.',
    ],
    closings: ['Yang benar, {n}', 'Salinan kepada {n}, {a}', '{Q}, {d}', 'Ditaip {d} oleh {n}'],
  },
}

/** Of each set and language. */
export const sentences: Readonly<Record<SetName, Readonly<Record<Language, Sentences>>>> = {
  first,
  second,
  third: thirdSentences,
}
