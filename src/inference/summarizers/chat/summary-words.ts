/** Words that a summary may add without saying more: who, that, shows, had. None tells of an illness or of what to do. */
export const summaryWords: ReadonlySet<string> = new Set(
  `a an the of to in on at for with and or by from as is are was were be been has have had having this that these those it its
  he she his her him they their patient patients pt man woman male female gentleman lady adult mr mrs who which when while
  presents presented presenting presentation presence reports reported reporting complains complained complaint complaints states stated noted notes
  note shows showed shown seen found finding findings history current currently known due since per via about over during
  including includes included also well both then than there here will would can plan planned plans assessment impression
  diagnosis diagnosed diagnoses diagnostic summary chief illness present past medical indicates indicated indication reason
  described describes documented identified revealed reveals demonstrated imaging examination exam results result
  pesakit lelaki wanita beliau dia yang dan dengan di ke dari daripada pada untuk oleh dalam ini itu adalah ialah telah ada
  mempunyai mengadu aduan datang hadir sejarah penyakit semasa menunjukkan didapati dilihat pemeriksaan keputusan penilaian
  diagnosis pelan rancangan utama akan serta juga selama sejak atas kerana
  患者 病人 男 女 男性 女性 者 有 为 是 的 了 在 与 和 及 并 伴 因 由 于 以 对 就诊 来诊 主诉 自诉 诉 述 现病史 病史 史 诊断 评估 印象 计划 目前 现
  检查 示 显示 提示 见 可见 发现 出现 表现 存在 结果 情况 予 给予 行 将 后 前 内 时 约 其 该 此 已 曾 及其 以及 为主`
    .split(/\s+/)
    .filter(word => word !== ''),
)
