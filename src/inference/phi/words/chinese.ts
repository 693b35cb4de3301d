/** Family names, the simple and the commonest double ones, traditional forms beside simplified ones. */
export const familyNames =
  '(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|歐陽|[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤颜颜洪柯庄莊施翁温詹赖赖阮蓝蓝凌欧俞葛管殷牛伍季章舒符])'

/** What begins with a family name's character, follows a comma, and is no name: read as lower-case words are in English. */
export const chineseWords: readonly string[] =
  `高血压 高血脂 高热 高度 高密度 高分辨 高危 高龄 白细胞 白蛋白 白痰 白色 黄痰 黄疸 黄色 黄绿色 金葡菌 石棉 石膏 方案 方法
   方可 向左 向右 向上 向下 向外 向心 万古霉素 毛玻璃 毛刺 毛细 毛发 马上 马蹄 江湖 任何 何时 何种 于是 余未 余无 余肺 余可
   余双 余正常 余同 管腔 管状 管壁 段性 章节 季节 叶间 叶段 叶可 叶及 叶下 叶见 叶有 龙胆 温度 施行 施术 周围 周边 周期 周身
   周前 周后 周来 周内 周余 周 全身 唐氏 曾因 曾行 曾有 曾患 曾在 曾于 曾用 曾出现 曾诊断 曾服 沈重 雷尼 程度 程序 顾虑
   肖像 严重 严格 武断 符合 莫西沙星 欧洲 蓝色 凌晨 舒张 舒服 舒适 洪亮 夏季 贺普 胡须 林可 罗氏 罗红霉素 罗音 孔径 孔隙
   宋体 许多 许可 侯诊 付费 任务 范围 范畴 牛奶 牛皮 伍用 庄严 田地 段时间 龙骨 江苏 黎明 丁胺 苏醒 梁 尹 邵 汤药 毛孔 叶酸
   石化 钟内 钟后 钟 向 段 于 严 方 任 余 高 白 黄 周 曾 范 何`.split(/\s+/)
