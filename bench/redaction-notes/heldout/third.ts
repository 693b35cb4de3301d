import type { Sentences } from './sentences.ts'
import type { Language, Vocabulary } from './vocabulary.ts'

const words = (text: string): readonly string[] => text.split('|').map(word => word.trim())

/** The words of the third set, written when the rules had been mended for the second. */
export const thirdVocabulary: Readonly<Record<Language, Vocabulary>> = {
  en: {
    families: words(
      'Hargreaves|Nwosu|Delacroix|Petrov|Saunders|Ibrahim|Kjeldsen|Montoya|Wetherby|Chaudhry|Novak|Rowbotham|Sato|Lombardi|Ellsworth|Adeyemi|King|Price|ter Horst|von Ahlen|D’Souza|Finch-Hatton',
    ),
    givens: words(
      'Beatrice|Leopold|Shanice|Giorgio|Winifred|Anil|Clementine|Omar|Saoirse|Bartholomew|Mei|Ludmila|Percival|Zainab|Joy|Clara',
    ),
    streets: words('Maple Court|Chapel Street|Wellington Parade|Rosewood Drive|Bramble Mews|North Quay'),
    towns: words('Kingsford|Bristol|Westmere|Halifax|Newport|Thornbury'),
    diseases: words(
      'pneumonia|lung abscess|pulmonary hypertension|cor pulmonale|lupus|Graves disease|coeliac disease|hepatitis B|varicose veins|dementia|breast cancer|nephrotic syndrome|myocarditis|aortic aneurysm|asbestosis|silicosis|cataract|shingles',
    ),
    drugs: words(
      'propranolol|edoxaban|fluoxetine|hydroxychloroquine|bumetanide|losartan|pantoprazole|azathioprine|heparin|sodium valproate|piperacillin|salmeterol|diltiazem|codeine',
    ),
    signs: words(
      'breathlessness|haematemesis|chills|pallor|fatigue|tinnitus|flank pain|nausea|jaundice|confusion|crackles|sputum',
    ),
    tests: words(
      'sodium|neutrophils|sigmoidoscopy|echocardiogram|folate|barium swallow|CRP|PET scan|oxygen saturation|urinalysis|cholesterol|pleural aspirate',
    ),
  },
  zh: {
    families: words('令狐|宇文|南宫|长孙|葛|戚|柯|尤|祝|庄|骆|严|辛|耿|管|路|倪|岑|苗|温'),
    givens: words('晨曦|世杰|月娥|长江|雪梅|启航|爱国|莉莉|铭泽|素珍|刚|燕|立新|春花|少华|巧云|昱辰|佳怡'),
    streets: words('新华路|友谊大街|府前街|迎宾大道|青年路|江南中路'),
    towns: words('济南市|合肥市|南昌市|太原市|兰州市|长春市'),
    diseases: words(
      '肺炎|肺脓肿|肺动脉高压|肺心病|系统性红斑狼疮|格雷夫斯病|乳糜泻|乙型肝炎|静脉曲张|痴呆|乳腺癌|肾病综合征|心肌炎|主动脉瘤|石棉肺|矽肺|白内障|带状疱疹',
    ),
    drugs: words(
      '普萘洛尔|艾多沙班|氟西汀|羟氯喹|布美他尼|氯沙坦|泮托拉唑|硫唑嘌呤|肝素|丙戊酸钠|哌拉西林|沙美特罗|地尔硫卓|可待因',
    ),
    signs: words('气促|呕血|寒战|面色苍白|乏力|耳鸣|腰痛|恶心|黄疸|意识模糊|湿啰音|咳痰'),
    tests: words(
      '血钠|中性粒细胞|乙状结肠镜|超声心动图|叶酸|钡餐造影|C反应蛋白|PET检查|血氧饱和度|尿常规|胆固醇|胸水检查',
    ),
  },
  ms: {
    families: words(
      'bin Yusoff|binti Ramli|bin Hashim|binti Abdul Karim|a/l Govindasamy|a/p Parvathi|bin Sidek|binti Lebai Man|anak Untang|bin Dollah',
    ),
    givens: words(
      'Muhd Farhan|Siti Zubaidah|Azlan Shah|Hasnah|Ravindran|Kamala|Megat Iskandar|Rokiah|Empiang|Che Wan|Raja Nazri|Puteri Balqis',
    ),
    streets: words(
      'Jalan Cempaka|Lorong Pinggir|Persiaran Wawasan|Jalan Kolam Air|Kampung Bukit Lada|Taman Sri Indah',
    ),
    towns: words('Muar|Segamat|Kota Bharu|Kulim|Sibu|Bentong'),
    diseases: words(
      'radang paru-paru|abses paru-paru|hipertensi pulmonari|kencing manis|lupus|penyakit Graves|hepatitis B|demensia|kanser payudara|sindrom nefrotik|miokarditis|aneurisme aorta|asbestosis|silikosis|katarak|kayap|darah tinggi|asma',
    ),
    drugs: words(
      'propranolol|edoxaban|fluoxetine|hydroxychloroquine|bumetanide|losartan|pantoprazole|azathioprine|heparin|sodium valproate|piperacillin|salmeterol|diltiazem|codeine',
    ),
    signs: words(
      'sesak nafas|muntah darah|menggigil|pucat|letih|sakit pinggang|mual|jaundis|keliru|kahak|batuk|sakit kepala',
    ),
    tests: words(
      'natrium|neutrofil|sigmoidoskopi|ekokardiogram|folat|CRP|imbasan PET|ketepuan oksigen|ujian air kencing|kolesterol|X-ray|ujian darah',
    ),
  },
}

/** Its sentences. */
export const thirdSentences: Readonly<Record<Language, Sentences>> = {
  en: {
    openings: [
      'Ward round {d}. {P} slept well.',
      'Pre-assessment clinic: {P}, {I}, birthday {B}.',
      'Thank you, {Q}, for sending {P}, whose request is {A}.',
      'Ambulance sheet {i}: {P}, found by {n}.',
    ],
    history: [
      'Long-standing [D]; [D] was found by chance.',
      'Was well until {d}, then [S] and [S] began.',
      'Stopped [R] because of [S]; {n} had advised [R].',
      'Shares a house with {n} ({g}), who has [D].',
      'Family history: [D] in a cousin, {n}.',
    ],
    findings: [
      'Today [S] but no [S]. [T] 96, [T] 7.2.',
      'The [T] of {d} is compatible with [D].',
      'Differential: [D], [D] or [D].',
      '{n} performed the [T] and noted [D].',
    ],
    plans: [
      'We agreed on [R] and a further [T].',
      'Could you kindly arrange [T] and write to {n}?',
      'Home with [R]; {Q} will phone {H} on {d}.',
      'Continue [R]. [T] weekly.',
    ],
    contacts: [
      'Daughter: {n}, mobile {t}.',
      'Moved to {a} last spring.',
      'Online record {u}, user {e}.',
      'Reference {i}. Call {t} to rebook.',
    ],
    closings: ['Yours sincerely, {n}', 'Seen by {n} at {d}.', '{Q}', 'Countersigned: {n}, {d}'],
  },
  zh: {
    openings: [
      '查房记录{d}：{P}夜间睡眠可。',
      '术前评估：{P}，{I}，生日{B}。',
      '感谢{Q}转来{P}，申请号{A}。',
      '急救单{i}：{P}，由{n}发现。',
    ],
    history: [
      '长期[D]，体检时发现[D]。',
      '{d}前体健，此后出现[S]、[S]。',
      '因[S]停用[R]，{n}曾建议使用[R]。',
      '与{n}（{g}）同住，后者患[D]。',
      '家族史：表弟{n}患[D]。',
    ],
    findings: [
      '今日[S]，无[S]。[T] 96，[T] 7.2。',
      '{d}的[T]符合[D]。',
      '鉴别诊断：[D]、[D]或[D]。',
      '{n}行[T]，见[D]。',
    ],
    plans: [
      '商定使用[R]，再查[T]。',
      '烦请安排[T]，并函告{n}。',
      '带[R]出院，{Q}将于{d}致电{H}。',
      '继续[R]，每周查[T]。',
    ],
    contacts: [
      '女儿：{n}，手机{t}。',
      '去年春天搬至{a}。',
      '网上病历{u}，用户{e}。',
      '参考号{i}，改约请拨{t}。',
    ],
    closings: ['敬礼，{n}', '{d}由{n}查看。', '{Q}', '会签：{n}，{d}'],
  },
  ms: {
    openings: [
      'Lawatan wad {d}. {P} tidur lena.',
      'Klinik pra-penilaian: {P}, {I}, hari jadi {B}.',
      'Terima kasih {Q} kerana menghantar {P}, permohonan {A}.',
      'Borang ambulans {i}: {P}, ditemui oleh {n}.',
    ],
    history: [
      'Lama menghidap [D]; [D] ditemui secara kebetulan.',
      'Sihat sehingga {d}, kemudian [S] dan [S] bermula.',
      'Menghentikan [R] kerana [S]; {n} menasihatkan [R].',
      'Tinggal bersama {n} ({g}), yang menghidap [D].',
      'Sejarah keluarga: [D] pada sepupu, {n}.',
    ],
    findings: [
      'Hari ini [S] tetapi tiada [S]. [T] 96, [T] 7.2.',
      '[T] pada {d} selaras dengan [D].',
      'Diagnosis pembeza: [D], [D] atau [D].',
      '{n} melakukan [T] dan mendapati [D].',
    ],
    plans: [
      'Kami bersetuju dengan [R] dan [T] lagi.',
      'Mohon aturkan [T] dan tulis kepada {n}.',
      'Pulang dengan [R]; {Q} akan menelefon {H} pada {d}.',
      'Teruskan [R]. [T] setiap minggu.',
    ],
    contacts: [
      'Anak perempuan: {n}, telefon bimbit {t}.',
      'Berpindah ke {a} tahun lalu.',
      'Rekod dalam talian {u}, pengguna {e}.',
      'Rujukan {i}. Hubungi {t} untuk tarikh baru.',
    ],
    closings: ['Yang ikhlas, {n}', 'Diperiksa oleh {n} pada {d}.', '{Q}', 'Tandatangan kedua: {n}, {d}'],
  },
}
