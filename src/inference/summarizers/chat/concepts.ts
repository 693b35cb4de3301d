import { createPhraseMatcher, type PhraseMatch } from '../../notes/language/phrase-matcher.ts'
import { findConditions } from '../../terminology/find-conditions.ts'

/** What notes of chest practice speak of beside conditions: English, Chinese, Malay, `/` between the languages. */
const table = `cough, coughing / 咳嗽, 咳 / batuk
  fever, febrile, pyrexia / 发热, 发烧 / demam
  sputum, phlegm / 痰 / kahak
  hemoptysis, haemoptysis, coughing blood / 咯血, 痰中带血 / batuk berdarah, hemoptisis
  dyspnea, dyspnoea, shortness of breath, breathless(es), SOB / 呼吸困难, 气促, 气短, 气喘 / sesak nafas, semput
  chest pain, pleuritic pain / 胸痛 / sakit dada
  weight loss, lost weight / 体重下降, 消瘦, 体重减轻 / turun berat, susut berat, berat turun, berat badan turun
  night sweats / 盗汗 / berpeluh malam
  wheeze, wheezing / 喘息, 哮鸣 / berdehit, wheezing
  fatigue, tired / 乏力 / letih, keletihan
  smoker, smoking, smokes / 吸烟, 烟 / perokok, merokok
  CT, CT scan, computed tomography / CT / imbasan CT, CT
  MRI, magnetic resonance / MRI, 磁共振 / MRI
  PET, PET-CT / PET / PET
  x-ray, radiograph, CXR / 胸片, X线 / x-ray, sinar-x
  ultrasound / 超声, B超 / ultrabunyi
  biopsy, biopsied / 活检, 穿刺 / biopsi
  bronchoscopy / 支气管镜 / bronkoskopi
  surgery, surgical, operation, operate, resection, lobectomy, thoracotomy / 手术, 切除 / pembedahan, bedah, reseksi
  drain, drainage, chest tube / 引流 / saliran
  intubation, intubate, ventilation, ventilator / 插管, 呼吸机 / intubasi, ventilator
  transfusion / 输血 / transfusi
  vaccine, vaccination / 疫苗, 接种 / vaksin
  admit, admitted, admission, hospitalise / 住院, 收入院, 入院 / masuk wad, dimasukkan
  discharge, discharged / 出院 / discaj
  refer, referred, referral / 转诊, 转入, 会诊 / rujuk, dirujuk
  repeat, recheck / 复查 / ulang, ulangan
  follow-up, follow up, review / 随访, 复诊 / susulan
  urgent, urgently, immediately, immediate, emergency, stat, today / 紧急, 立即, 急诊, 马上, 今天 / segera, kecemasan, hari ini
  critical, life-threatening, severe / 危重, 危急, 严重, 重度 / kritikal, teruk
  mild / 轻度, 轻微 / ringan
  moderate / 中度 / sederhana
  malignant, malignancy, cancer, carcinoma, neoplasm, tumour, tumor / 恶性, 癌, 肿瘤 / kanser, malignan, barah, tumor
  benign / 良性 / benigna, jinak
  metastasis, metastases, metastatic / 转移 / metastasis
  stable, unchanged / 稳定, 无变化 / stabil
  growing, grown, increase, increased, larger, enlarged / 增大, 增加, 增多 / membesar, bertambah
  decrease, decreased, smaller / 缩小, 减少 / mengecil, berkurang
  new / 新发, 新出现 / baharu, baru
  nodule(s) / 结节 / nodul
  mass(es) / 肿块, 占位 / jisim, ketumbuhan
  effusion / 积液 / efusi
  consolidation / 实变 / konsolidasi
  ground glass / 磨玻璃 / ground glass
  lymph node(s), lymphadenopathy / 淋巴结 / nodus limfa
  allergy, allergic / 过敏 / alahan, alergi
  dead, died, death, dying / 死亡, 去世 / meninggal, mati
  pregnant, pregnancy / 怀孕, 妊娠 / hamil`

const findWords = createPhraseMatcher(
  table.split('\n').flatMap(row => {
    const languages = row.split('/').flatMap(names => names.split(',').map(name => name.trim()))
    return [...new Set(languages.filter(name => name !== ''))].map(name => [name, languages[0]!] as const)
  }),
)

/** What a text speaks of, by one key in every language, with the place of each mention. */
export const conceptsOf = (text: string): readonly PhraseMatch<string>[] => [
  ...findConditions(text).map(({ value, start, end }) => ({ value: value.code, start, end })),
  ...findWords(text),
]
