import type { NoteCase } from './note-case.ts'

/** Chinese notes as clinics write them, made up for these tests. */
export const chineseNotes: readonly NoteCase[] = [
  {
    name: 'a whole note in sections',
    language: 'zh',
    text: `主诉：咳嗽、痰中带血2周。
现病史：患者2周前无明显诱因出现咳嗽，痰中带血，无发热、胸痛，无盗汗。近3个月体重下降5kg。外院胸部CT提示左肺下叶结节，约18mm。
既往史：高血压病史10年，慢阻肺5年。否认糖尿病、结核病史。
个人史：吸烟40年，每日20支。
家族史：父亲患肺癌。
诊断：1. 左肺下叶结节，肺癌可能；2. 慢性阻塞性肺疾病。
计划：行PET-CT及支气管镜检查，排除肺结核。
随访：2周后门诊复查。`,
    affirmed: ['R04.2', 'R63.4', 'R91.1', 'I10', 'J44.9', 'F17.200'],
    negated: ['R50.9', 'R07.9', 'R61', 'E11.9', 'A15.9'],
    uncertain: ['C34.90', 'A15.0'],
    family: ['C34.90'],
    includes: ['咳嗽、痰中带血2周。', '2周后门诊复查。'],
  },
  {
    name: 'negation over a list',
    language: 'zh',
    text: '双肺未见肺炎、胸腔积液及气胸。心影不大。',
    negated: ['J18.9', 'J90', 'J93.9'],
  },
  {
    name: 'a full comma begins something new',
    language: 'zh',
    text: '无胸痛，咳嗽伴咯血3天，否认发热，有气促。',
    affirmed: ['R04.2', 'R06.02'],
    negated: ['R07.9', 'R50.9'],
  },
  {
    name: 'but not before a bare item of the list',
    language: 'zh',
    text: '患者否认咯血，胸痛，盗汗。',
    negated: ['R04.2', 'R07.9', 'R61'],
  },
  {
    name: 'negation after the term',
    language: 'zh',
    text: '肺栓塞已排除。结核阴性。',
    negated: ['I26.99', 'A15.9'],
  },
  {
    name: 'what looks like a negation',
    language: 'zh',
    text: '右肺上叶结节较前无明显变化。左肺结节无增大。患者无诱因出现咯血。',
    affirmed: ['R91.1', 'R04.2'],
  },
  {
    name: 'uncertainty',
    language: 'zh',
    text: '印象：考虑肺炎；肺癌不除外；肺结核待排；间质性肺病？疑似肺栓塞。',
    uncertain: ['J18.9', 'C34.90', 'A15.0', 'J84.9', 'I26.99'],
  },
  {
    name: 'family',
    language: 'zh',
    text: '其父患肺癌，母亲有高血压。患者有哮喘。无肺结核家族史。',
    affirmed: ['J45.909'],
    family: ['C34.90', 'I10'],
    negated: ['A15.0'],
  },
  {
    name: 'the past',
    language: 'zh',
    text: '曾患肺结核，已戒烟5年。既往肺栓塞。陈旧性气胸。',
    affirmed: ['Z86.11', 'Z87.891', 'Z86.711'],
    absent: ['A15.0', 'J93.9'],
  },
  {
    name: 'what may come, and screening',
    language: 'zh',
    text: '行肺癌筛查。如出现咯血、胸痛及时就诊。不吸烟。',
    affirmed: ['Z12.2'],
    uncertain: ['R04.2', 'R07.9'],
    absent: ['C34.90', 'F17.200'],
  },
  {
    name: 'a turn with but',
    language: 'zh',
    text: '未见胸腔积液，但可见肺不张及多发结节。',
    affirmed: ['J98.11', 'R91.8'],
    negated: ['J90'],
  },
  {
    name: 'traditional characters, and English abbreviations',
    language: 'zh',
    text: '主訴：發熱三天。患者有COPD，胸部CT示肺結節，無氣胸。',
    affirmed: ['R50.9', 'J44.9', 'R91.1'],
    negated: ['J93.9'],
  },
  {
    name: 'numbered items on one line',
    language: 'zh',
    text: '诊断：1.社区获得性肺炎 2.2型糖尿病 3.高血压病3级。建议抗感染治疗后复查胸部CT，除外肺癌。',
    affirmed: ['J18.9', 'E11.9', 'I10'],
    uncertain: ['C34.90'],
    includes: ['社区获得性肺炎', '2型糖尿病', '高血压病3级。'],
  },
  {
    name: 'a nodule some words after its lobe',
    language: 'zh',
    text: '吸烟史30余年，已戒3年。双肺肺气肿，右肺上叶见一大小约8mm结节，未见明显胸腔积液。无发热，偶有胸痛。',
    affirmed: ['Z87.891', 'J43.9', 'R91.1', 'R07.9'],
    negated: ['J90', 'R50.9'],
  },
]
