/**
 * Notes with slots: {P} patient, {DR} physician, {DOB} birth date, {ID} and {ACC} numbers of the header, {PH} phone of the
 * header; {n} {d} {t} {i} {a} what no header has; {e} mail, {u} address of the net, {g} an age over 89, {x} a UID.
 * <term> is a clinical term that must stay.
 */
export const texts: Readonly<Record<'en' | 'zh' | 'ms', readonly string[]>> = {
  en: [
    `Patient: {P}, DOB {DOB}, patient no {ID}. Accession {ACC}.
Chief complaint: <Productive cough> and <hemoptysis> for 2 weeks. Seen on {d} by {n}.
HPI: 67-year-old woman with <COPD>, 40 <pack-year> smoker. Denies <fever> or <night sweats>.
Assessment: <Left lower lobe nodule>, 18 mm, suspicious for <lung cancer>. Plan: <PET-CT> and <bronchoscopy>. Call {PH}.`,
    `{d}. Dear {DR}, thank you for referring {P} ({ID}), {i}. He lives at {a} and can be reached at {t}.
<Chest radiograph> shows <right upper lobe consolidation>. <White cell count> 14. Started on <amoxicillin> 500 mg tid and <azithromycin>.
<Spirometry>: <FEV1> 62 %. <CRP> 48 mg/L. Follow-up in six weeks. Signed: {n}`,
    `IMPRESSION: 1. <Pulmonary embolism> in the <right main pulmonary artery>. 2. Small <pleural effusion>. 3. <Emphysema>.
Comparison: CT of {d}. Findings were telephoned to {n} at {t}. Study {x}. {i}.
{P} is {g}. <Heparin> was started; <troponin> 0.04, <D-dimer> 3.2, <BP> 110/70. Report to {e}, images at {u}.`,
    `Past medical history: <Hypertension>, <type 2 diabetes>, <atrial fibrillation>. Medications: <Metformin>, <Apixaban>, <Bisoprolol>, <Atorvastatin>.
{P} was admitted {d} with <acute dyspnea>. Daughter {n} ({t}) was present. {i}, {a}.
On examination: <wheeze>, <bibasal crackles>, <SpO2> 91 %. <Echocardiogram>: <LVEF> 45 %. Discussed with {DR}.`,
    `Follow-up note for {P} (born {DOB}). <Ground-glass nodule> in the <lingula> 6 mm, unchanged since 2021. <Lung-RADS> 2.
No <lymphadenopathy>, no <pneumothorax>. <Hodgkin lymphoma> in remission since 2015. Next <CT> on {d}.
Reviewed by {n}. Interpreter: {n}. Case of {i}. Mail {e}.`,
    `TELEPHONE CONSULT {d}: CALLER {n}, {t}. PATIENT {P} HAS <COUGH> AND <CHEST PAIN>. <SPUTUM CULTURE> GREW <KLEBSIELLA>.
PLAN: <CEFTRIAXONE> 1 G DAILY, <CHEST X-RAY>, REVIEW BY {DR}. {i}. Home: {a}.
<ASTHMA> SINCE CHILDHOOD, USES <SALBUTAMOL> AND <BUDESONIDE> INHALERS.`,
    `{n} accompanied {P} today. <Bronchiectasis> with <recurrent infections>; <sarcoidosis> was excluded by <EBUS> on {d}.
<Adenocarcinoma> <T1bN0M0>, <EGFR> exon 19. On <Osimertinib>. <Alkaline phosphatase> normal. <Brain MRI>: no <metastases>.
Wife's phone {t}. The scanner {i} was used. {u} has the pictures; uid {x}. Aged 94 was the grandfather: {g}.`,
  ],
  zh: [
    `姓名：{P}，出生日期{DOB}，病人编号{ID}，检查号{ACC}。
主诉：<咳嗽>、<痰中带血>2周。{d}由{n}医生接诊。
现病史：患者67岁，<慢性阻塞性肺疾病>5年，吸烟40年。无<发热>、<胸痛>。
诊断：<左肺下叶结节>，约18mm，<肺癌>可能。计划：<PET-CT>及<支气管镜>检查。电话{PH}。`,
    `{P}，男，{g}，{a}，联系电话{t}。{i}。
<胸部CT>示<右肺上叶实变>，<白细胞>14×10^9/L，<C反应蛋白>48mg/L。予<阿莫西林>、<阿奇霉素>治疗。
<高血压>病史10年，<糖尿病>5年。报告医师：{n}，审核医师：{n}，{d}。`,
    `印象：1. <右肺动脉栓塞>；2. 少量<胸腔积液>；3. <肺气肿>。对比{d}片，<石棉肺>待排。
已电话通知{n}主任（{t}）。检查UID {x}。{i}。邮箱{e}，图像见{u}。
{P}因<呼吸困难>入院，<肌钙蛋白>0.04，<D-二聚体>3.2，予<肝素>抗凝。申请医生：{DR}。`,
    `既往史：<高血压>、<2型糖尿病>、<房颤>，口服<二甲双胍>、<阿哌沙班>。
{P}于{d}因<气促>来院，其女{n}陪同，电话{t}。{a}。{i}。
查体：<双肺湿啰音>，<血氧饱和度>91%。<超声心动图>：<射血分数>45%。`,
    `复查：{P}，生于{DOB}。<左肺舌段磨玻璃结节>6mm，较2021年无变化。无<淋巴结肿大>，无<气胸>。
<霍奇金淋巴瘤>缓解。下次<CT>：{d}。主治医生：{n}。{i}。`,
    `{n}女士来电（{t}），诉其母<咳嗽>、<胸痛>加重。<痰培养>：<肺炎克雷伯菌>。
处理：<头孢曲松>1g每日一次，复查<胸片>。患者{P}，{i}，{DR}，{d}。<哮喘>史，用<沙丁胺醇>。`,
    `{P}：<支气管扩张>伴反复<感染>，{d}行<EBUS>排除<结节病>。<腺癌><T1bN0M0>，<EGFR>19外显子突变，服<奥希替尼>。
<白蛋白>38g/L，<黄疸>无，<毛刺征>阳性，<高密度影>。家属：{n}，电话：{t}。{a}。{x}。年龄：{g}（祖父）。`,
  ],
  ms: [
    `Nama: {P}, tarikh lahir {DOB}, no. pesakit {ID}, no. rujukan {ACC}.
Aduan utama: <Batuk berdarah> selama 2 minggu. Diperiksa oleh {n} pada {d}.
Pesakit perempuan 67 tahun, <perokok>, <darah tinggi> dan <kencing manis>. Menafikan <demam> atau <sakit dada>.
Penilaian: <Nodul paru-paru> di <lobus bawah kiri>, 18 mm, disyaki <kanser>. Pelan: <Imbasan PET-CT> dan <bronkoskopi>. Tel {PH}.`,
    `{d}. Kepada {DR}, terima kasih merujuk {P} ({ID}), {i}. Alamat: {a}. Telefon {t}.
<X-ray dada> menunjukkan <radang paru-paru> di <lobus atas kanan>. Diberi <Amoxicillin> dan <Azithromycin>. <CRP> 48.
Temujanji dalam 6 minggu. Ditandatangani oleh {n}`,
    `IMPRESI: 1. <Embolisme pulmonari>. 2. <Efusi pleura> kecil. 3. <Emfisema>. Dibandingkan dengan CT bertarikh {d}.
Dimaklumkan kepada {n} di {t}. UID {x}. {i}. E-mel {e}, imej di {u}.
{P} berumur {g}. <Heparin> dimulakan; <Troponin> 0.04, <tekanan darah> 110/70.`,
    `Sejarah perubatan: <Hipertensi>, <diabetes>, <asma>. Ubat: <Metformin>, <Salbutamol>, <Bisoprolol>.
{P} dimasukkan pada {d} dengan <sesak nafas>. Anak beliau {n} ({t}) hadir. {i}. Tinggal di {a}.
Pemeriksaan: <krepitasi> di kedua-dua paru, <SpO2> 91%. <Ekokardiogram>: <LVEF> 45%.`,
    `Susulan untuk {P} (lahir {DOB}). <Nodul ground-glass> di <lingula> 6 mm, tiada perubahan sejak 2021.
Tiada <limfadenopati>, tiada <pneumotoraks>. <CT toraks> seterusnya pada {d}. Disemak oleh {n}. {i}. Emel {e}.`,
    `PANGGILAN {d}: {n}, {t}. PESAKIT {P} MENGADU <BATUK> DAN <SAKIT DADA>. <KULTUR KAHAK>: <KLEBSIELLA>.
PELAN: <CEFTRIAXONE> 1 G, <X-RAY DADA>. {DR}. {i}. Rumah: {a}. <TIBI> PADA 2010.`,
    `{P} datang bersama {n}. <Bronkiektasis> dengan <jangkitan> berulang; <sarkoidosis> diketepikan melalui <EBUS> pada {d}.
<Adenokarsinoma> <T1bN0M0>, <EGFR> positif, dalam rawatan <Osimertinib>. <MRI otak>: tiada <metastasis>. Bapa beliau {g}.
Nombor telefon isteri {t}. {x}. {u}`,
  ],
}
