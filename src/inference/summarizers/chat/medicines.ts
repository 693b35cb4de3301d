import { createPhraseMatcher } from '../../notes/language/phrase-matcher.ts'

/** Medicines of chest practice: English names, Chinese names, Malay ones where they differ. The first is the key. */
const table = `amoxicillin,amoxycillin,amoksisilin 阿莫西林|co-amoxiclav,augmentin 阿莫西林克拉维酸|ampicillin 氨苄西林|penicillin,penisilin 青霉素
  ceftriaxone 头孢曲松|cefuroxime 头孢呋辛|ceftazidime 头孢他啶|meropenem 美罗培南|azithromycin,azitromisin 阿奇霉素|clarithromycin 克拉霉素
  erythromycin 红霉素|doxycycline,doksisiklin 多西环素|levofloxacin 左氧氟沙星|moxifloxacin 莫西沙星|ciprofloxacin 环丙沙星|vancomycin 万古霉素
  rifampicin,rifampin 利福平|isoniazid 异烟肼|pyrazinamide 吡嗪酰胺|ethambutol 乙胺丁醇|streptomycin 链霉素|oseltamivir 奥司他韦
  prednisolone,prednisone,prednisolon 泼尼松龙,泼尼松|methylprednisolone 甲泼尼龙,甲强龙|dexamethasone 地塞米松|hydrocortisone 氢化可的松|budesonide 布地奈德
  salbutamol,albuterol 沙丁胺醇|salmeterol 沙美特罗|formoterol 福莫特罗|ipratropium 异丙托溴铵|tiotropium 噻托溴铵|theophylline 茶碱|montelukast 孟鲁司特
  aspirin 阿司匹林|clopidogrel 氯吡格雷|warfarin 华法林|heparin 肝素|enoxaparin,clexane 依诺肝素|rivaroxaban 利伐沙班|apixaban 阿哌沙班|dabigatran 达比加群
  metformin 二甲双胍|insulin 胰岛素|gliclazide 格列齐特|amlodipine 氨氯地平|lisinopril 赖诺普利|losartan 氯沙坦|bisoprolol 比索洛尔|metoprolol 美托洛尔
  furosemide,frusemide 呋塞米|spironolactone 螺内酯|simvastatin 辛伐他汀|atorvastatin 阿托伐他汀|omeprazole 奥美拉唑|pantoprazole 泮托拉唑
  paracetamol,acetaminophen,parasetamol 对乙酰氨基酚|ibuprofen 布洛芬|morphine,morfin 吗啡|codeine,kodein 可待因|tramadol 曲马多|fentanyl 芬太尼
  cisplatin 顺铂|carboplatin 卡铂|paclitaxel 紫杉醇|pemetrexed 培美曲塞|osimertinib 奥希替尼|gefitinib 吉非替尼|pembrolizumab 帕博利珠单抗
  oxygen,oksigen 氧疗,吸氧,氧气|antibiotics,antibiotic,antibiotik 抗生素|steroids,steroid,corticosteroids 激素,皮质激素|chemotherapy,kemoterapi 化疗|radiotherapy,radioterapi 放疗|immunotherapy,imunoterapi 免疫治疗`

const findKnown = createPhraseMatcher(
  table
    .split(/[|\n]/)
    .map(row => row.trim().split(/[\s,]+/))
    .flatMap(([key = '', ...others]) => [key, ...others].map(name => [name, key] as const)),
)

/** Shapes of names of medicines that no table is complete in. */
const shapes =
  /\b[a-z]{3,}(?:cillin|mycin|micin|floxacin|azole|statin|prazole|sartan|dipine|tinib|mab|olol|pril|xaban|gliptin|gliflozin|cycline|parin|terol|tropium|vir|platin|taxel|semide|thiazide|barbital|azepam|triptan|setron|dronate|profen|codone|morphone|fentanil|caine|penem|sporin|cef\w*|sone|solone|lukast|formin|glitazone)\b|\p{Script=Han}{1,4}(?:霉素|西林|沙星|头孢|环素|培南|洛尔|普利|沙坦|地平|他汀|拉唑|替尼|单抗|双胍|列汀|列净|格雷|沙班|肝素|西泮|巴比妥|卡因|芬太尼|可待因|紫杉醇|铂|泼尼松|米松|奈德|特罗|溴铵|茶碱|他韦)/giu

/** Medicines and treatments that a text names, by one key in every language. */
export const medicinesOf = (text: string): ReadonlySet<string> => {
  const known = findKnown(text)
  const rest = known.reduceRight(
    (left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end),
    text,
  )
  return new Set([
    ...known.map(({ value }) => value),
    ...[...rest.matchAll(shapes)].map(([name]) => name.toLowerCase()),
  ])
}
