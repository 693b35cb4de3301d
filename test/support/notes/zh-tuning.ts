import type { NoteExample } from './note-example.ts'

/** Chinese, the set that the tables are tuned on. */
export const chineseTuning: readonly NoteExample[] = [
  {
    name: '门诊，结节病',
    text: `主诉：结节病复查。
现病史：41岁女性，肺结节病，活动后呼吸困难，无发热。
诊断：肺结节病，稳定。
计划：6个月后门诊复查。`,
    codes: ['D86.0', 'R06.00'],
    denied: ['R50.9'],
    followUp: true,
    points: { assessment: '肺结节病，稳定', 'follow-up': '6个月后门诊复查' },
  },
  {
    name: '急诊，胸痛',
    text: `主诉：胸痛半天。
现病史：38岁女性，晨起胸痛，口服避孕药，需排除肺栓塞。
诊断：胸痛待查。
处理：查D-二聚体。`,
    codes: ['R07.9'],
    denied: ['I26.99'],
    followUp: false,
    points: { 'chief-complaint': '胸痛半天', plan: '查D-二聚体' },
  },
  {
    name: '病房，脓胸',
    text: `诊断：右侧脓胸，肺炎。
既往史：糖尿病，否认哮喘、慢阻肺。
治疗：胸腔引流。`,
    codes: ['J86.9', 'J18.9', 'E11.9'],
    denied: ['J45.909', 'J44.9'],
    followUp: false,
    points: { assessment: '右侧脓胸', plan: '胸腔引流' },
  },
  {
    name: '门诊，多发结节',
    text: `主诉：双肺多发结节。
现病史：55岁男性，不吸烟，CT示双肺多发结节，最大6mm。
评估：双肺多发结节，转移瘤不除外。
建议：PET-CT，多学科会诊。`,
    codes: ['R91.8'],
    denied: ['F17.200'],
    followUp: true,
    points: { 'chief-complaint': '双肺多发结节' },
  },
  {
    name: '出院，心衰',
    text: `出院诊断：心力衰竭，肺水肿，冠心病，高血压。
病史：77岁男性，夜间不能平卧，无胸痛。
出院医嘱：1周后门诊复查。`,
    codes: ['I50.9', 'J81.0', 'I25.10', 'I10'],
    denied: ['R07.9'],
    followUp: true,
    points: { assessment: '心力衰竭', 'follow-up': '1周后门诊复查' },
  },
  {
    name: '影像报告',
    text: `影像所见：双肺未见实变，未见气胸及胸腔积液，左肺下叶肺不张，心影增大。
影像诊断：左肺下叶肺不张，未见肺炎。`,
    codes: ['J98.11', 'I51.7'],
    denied: ['J93.9', 'J90', 'J18.9'],
    followUp: false,
    points: { assessment: '左肺下叶肺不张' },
  },
  {
    name: '家族与本人',
    text: `现病史：母亲有哮喘，患者本人亦有哮喘，反复发作。
家族史：父亲慢阻肺。
处理：吸入激素。`,
    codes: ['J45.909'],
    denied: ['J44.9'],
    followUp: false,
    points: { plan: '吸入激素' },
  },
  {
    name: '新冠',
    text: `主诉：发热、咳嗽3天。
现病史：48岁男性，新冠感染，气促，血氧88%。CT示新冠肺炎，无肺栓塞。
诊断：新冠肺炎，低氧血症。
治疗：地塞米松，吸氧。`,
    codes: ['U07.1', 'J12.82', 'R09.02', 'R06.02', 'R50.9'],
    denied: ['I26.99'],
    followUp: false,
    points: { 'chief-complaint': '发热、咳嗽3天', plan: '地塞米松' },
  },
  {
    name: '既往肺栓塞',
    text: `既往史：2012年曾患肺栓塞，已治愈。
现病史：慢性咳嗽，去年戒烟。
诊断：慢性支气管炎。
计划：肺功能检查。`,
    codes: ['J42', 'Z87.891', 'Z86.711'],
    denied: ['I26.99'],
    followUp: false,
    points: { assessment: '慢性支气管炎' },
  },
  {
    name: '无需随访',
    text: `40岁女性，因胸片异常来诊。CT示良性钙化灶，未见肺结节，无恶性征象。无需复查。`,
    codes: [],
    denied: ['R91.1'],
    followUp: false,
    points: { 'chief-complaint': '因胸片异常来诊' },
  },
  {
    name: '淋巴结肿大',
    text: `主诉：纵隔淋巴结肿大。
现病史：50岁男性，盗汗、消瘦2个月，无咯血。
评估：纵隔淋巴结肿大，考虑结节病。
计划：超声支气管镜，血液科会诊。`,
    codes: ['R59.0', 'R61', 'R63.4'],
    denied: ['R04.2', 'D86.9'],
    followUp: true,
    points: { 'chief-complaint': '纵隔淋巴结肿大' },
  },
  {
    name: '矽肺',
    text: `主诉：活动后气短。
现病史：石匠，CT示矽肺。
诊断：矽肺。
建议：脱离粉尘。`,
    codes: ['J62.8', 'R06.02'],
    followUp: false,
    points: { assessment: '矽肺', plan: '脱离粉尘' },
  },
  {
    name: '肺动脉高压',
    text: `现病史：63岁女性，肺动脉高压，呼吸困难加重。
诊断：肺动脉高压，慢性血栓栓塞可能。
计划：右心导管。`,
    codes: ['I27.20', 'R06.00'],
    followUp: false,
    points: { assessment: '肺动脉高压', plan: '右心导管' },
  },
  {
    name: '肺脓肿',
    text: `主诉：发热、咳脓臭痰。
诊断：右上肺脓肿，无脓胸。
治疗：克林霉素6周。
复查：4周后复查CT。`,
    codes: ['J85.2', 'R50.9'],
    denied: ['J86.9'],
    followUp: true,
    points: { 'chief-complaint': '发热、咳脓臭痰', 'follow-up': '4周后复查CT' },
  },
  {
    name: '急性支气管炎',
    text: `主诉：咳嗽5天。
既往史：高血压，冠心病，2型糖尿病。
查体：双肺未闻及啰音。
诊断：急性支气管炎。
处理：对症治疗。`,
    codes: ['J20.9', 'I10', 'I25.10', 'E11.9'],
    followUp: false,
    points: { 'chief-complaint': '咳嗽5天', assessment: '急性支气管炎' },
  },
]
