import type { NoteExample } from './note-example.ts'

/** Chinese, the test set. Its author wrote the tables too and knew it: the held-out notes are the ones to believe. */
export const chineseTest: readonly NoteExample[] = [
  {
    name: '急诊，肺炎',
    text: `主诉：发热、咳嗽4天。
现病史：患者，男，54岁，4天前受凉后出现发热，最高39.1℃，咳黄痰，无咯血，无胸痛。
既往史：高血压病10年，否认糖尿病。
辅助检查：胸片示右下肺炎症，未见胸腔积液。
诊断：社区获得性肺炎。
处理：头孢曲松静滴，收住院。
随访：6周后复查胸片。`,
    codes: ['J18.9', 'I10', 'R50.9'],
    denied: ['R04.2', 'R07.9', 'E11.9', 'J90'],
    followUp: true,
    points: {
      'chief-complaint': '发热、咳嗽4天',
      'present-illness': '4天前受凉后出现发热',
      assessment: '社区获得性肺炎',
      plan: '头孢曲松静滴',
      'follow-up': '6周后复查胸片',
    },
  },
  {
    name: '门诊，肺结节，家族史',
    text: `主诉：体检发现肺结节1周。
现病史：患者1周前体检CT示左肺上叶结节，直径7mm，无咳嗽、咯血，体重无下降。
家族史：父亲患肺癌。
诊断：肺结节。
建议：6个月后复查低剂量CT。`,
    codes: ['R91.1'],
    denied: ['R04.2', 'C34.90', 'R63.4'],
    followUp: true,
    points: {
      'chief-complaint': '体检发现肺结节1周',
      'present-illness': '左肺上叶结节',
      assessment: '肺结节',
      'follow-up': '6个月后复查低剂量CT',
    },
  },
  {
    name: '出院，慢阻肺急性加重',
    text: `入院诊断：慢性阻塞性肺疾病急性加重。
现病史：70岁女性，反复咳喘20年，加重伴气促3天。无胸痛。
既往史：冠心病史。
治疗：甲泼尼龙、雾化吸入。
出院医嘱：4周后呼吸科门诊随诊。`,
    codes: ['J44.1', 'R06.02', 'I25.10'],
    denied: ['R07.9'],
    followUp: true,
    points: {
      assessment: '慢性阻塞性肺疾病急性加重',
      'present-illness': '反复咳喘20年',
      plan: '甲泼尼龙',
      'follow-up': '4周后呼吸科门诊随诊',
    },
  },
  {
    name: '检查申请，待排',
    text: `检查目的：咳嗽1月，排除肺结核。
病史：45岁男性，吸烟史20年，肺部肿瘤待排。`,
    codes: ['F17.200'],
    denied: ['A15.0', 'A15.9', 'C34.90'],
    followUp: false,
    points: { 'chief-complaint': '排除肺结核', 'present-illness': '吸烟史20年' },
  },
  {
    name: '门诊，肺癌术后',
    text: `主诉：右肺上叶癌术后2年复查。
现病史：患者无咳嗽、咯血、发热，体重稳定。
CT所见：术区未见复发，右肺下叶小结节4mm，较前无变化。双肺肺气肿。
诊断：肺癌术后，肺气肿。
建议：每年复查胸部CT。`,
    codes: ['J43.9', 'R91.1', 'Z85.118'],
    denied: ['R04.2', 'R50.9'],
    followUp: true,
    points: { 'chief-complaint': '右肺上叶癌术后2年复查', 'follow-up': '每年复查胸部CT' },
  },
  {
    name: '急诊，无标题',
    text: `患者，男，29岁，因突发左侧胸痛伴气短1小时急诊就诊。无外伤史。胸片示左侧气胸。诊断为自发性气胸。予胸腔闭式引流，收住院。其兄有哮喘。`,
    codes: ['J93.9', 'R07.9', 'R06.02'],
    denied: ['J45.909'],
    followUp: false,
    points: {
      'chief-complaint': '突发左侧胸痛伴气短1小时',
      assessment: '诊断为自发性气胸',
      plan: '予胸腔闭式引流',
    },
  },
  {
    name: '病程，已排除',
    text: `病程第1天：疑似肺栓塞，行CTPA。
病程第2天：CTPA未见肺栓塞，双侧胸腔积液，心影增大。
诊断：心力衰竭，胸腔积液。
治疗计划：继续呋塞米。`,
    codes: ['I50.9', 'J90', 'I51.7'],
    denied: ['I26.99'],
    followUp: false,
    points: { assessment: '心力衰竭', plan: '继续呋塞米' },
  },
  {
    name: '门诊，哮喘',
    text: `主诉：反复喘息10年。
现病史：22岁女性，自幼患支气管哮喘，每周夜间发作2次，从不吸烟。
诊断：支气管哮喘。
处理：布地奈德福莫特罗吸入，如出现发热、胸痛及时就诊。
随访：8周后复诊。`,
    codes: ['J45.909'],
    denied: ['F17.200', 'R50.9', 'R07.9'],
    followUp: true,
    points: {
      'chief-complaint': '反复喘息10年',
      'present-illness': '自幼患支气管哮喘',
      plan: '布地奈德福莫特罗吸入',
      'follow-up': '8周后复诊',
    },
  },
  {
    name: '出院，肺栓塞',
    text: `主诉：呼吸困难2天。
现病史：66岁男性，膝关节置换术后2周突发呼吸困难，无咯血。
辅助检查：CTPA示双侧肺动脉栓塞。
诊断：急性肺栓塞。
治疗：阿哌沙班3个月，无需复查CT。`,
    codes: ['I26.99', 'R06.00'],
    denied: ['R04.2'],
    followUp: false,
    points: { 'chief-complaint': '呼吸困难2天', assessment: '急性肺栓塞', plan: '阿哌沙班3个月' },
  },
  {
    name: '门诊，间质病变鉴别',
    text: `主诉：进行性气短2年。
现病史：68岁男性，退休管道工，有石棉接触史，双下肺爆裂音。
诊断：间质性肺疾病，特发性肺纤维化可能，石棉肺待排。
计划：肺功能检查，多学科会诊。`,
    codes: ['J84.9', 'Z77.090', 'R06.02'],
    denied: ['J84.112', 'J61'],
    followUp: true,
    points: { 'chief-complaint': '进行性气短2年', assessment: '间质性肺疾病' },
  },
  {
    name: '门诊，结核密接',
    text: `就诊原因：结核密切接触者筛查。
现病史：33岁男性，妻子患肺结核。本人否认发热、盗汗、咯血。
检查：胸片未见异常。
评估：目前无活动性肺结核证据。
计划：3个月后复查胸片。`,
    codes: [],
    denied: ['A15.0', 'A15.9', 'R50.9', 'R61', 'R04.2'],
    followUp: true,
    points: {
      'chief-complaint': '结核密切接触者筛查',
      assessment: '目前无活动性肺结核证据',
      'follow-up': '3个月后复查胸片',
    },
  },
  {
    name: '急诊，支扩咯血',
    text: `主诉：咯血半天。
现病史：58岁女性，支气管扩张病史10年，今日咯血2次，约20ml，无发热。
诊断：支气管扩张伴咯血，肺癌待排除。
处理：止血，胸部CT检查。`,
    codes: ['R04.2', 'J47.9'],
    denied: ['C34.90', 'R50.9'],
    followUp: false,
    points: { 'chief-complaint': '咯血半天', 'present-illness': '支气管扩张病史10年', plan: '止血' },
  },
  {
    name: '中英混写',
    text: `主诉：SOB 2周。
现病史：72岁男性，current smoker，COPD病史5年，CT示left lower lobe mass，否认hemoptysis。
诊断：NSCLC，COPD。
计划：PET-CT，MDT讨论。`,
    codes: ['R06.02', 'F17.200', 'J44.9', 'C34.90'],
    denied: ['R04.2'],
    followUp: true,
    points: { 'chief-complaint': 'SOB 2周', assessment: 'NSCLC' },
  },
  {
    name: '体检筛查',
    text: `检查目的：肺癌筛查。
病史：59岁女性，已戒烟5年，无症状。
检查所见：双肺未见结节，未见胸腔积液。
印象：未见明显异常。
建议：每年低剂量CT体检。`,
    codes: ['Z12.2', 'Z87.891'],
    denied: ['R91.1', 'R91.8', 'J90', 'C34.90'],
    followUp: true,
    points: { 'chief-complaint': '肺癌筛查', assessment: '未见明显异常' },
  },
  {
    name: '重症，吸入性肺炎',
    text: `现病史：81岁女性，呕吐后出现低氧血症，急诊气管插管。
诊断：1.吸入性肺炎 2.急性呼吸衰竭 3.食管裂孔疝
治疗：哌拉西林他唑巴坦，肺保护通气，警惕急性呼吸窘迫综合征。`,
    codes: ['J69.0', 'J96.00', 'K44.9', 'R09.02'],
    denied: ['J80'],
    followUp: false,
    points: { 'present-illness': '呕吐后出现低氧血症', assessment: '吸入性肺炎', plan: '哌拉西林他唑巴坦' },
  },
]
