/** What fills the slots of the notes, invented: each language has its own names, numbers and ways to write a date. */
export interface Pools {
  /** Patients as a header has them, each with spellings that notes use. */
  readonly patients: readonly { readonly header: string; readonly spellings: readonly string[] }[]
  /** Physicians of the header, the same way. */
  readonly physicians: readonly { readonly header: string; readonly spellings: readonly string[] }[]
  /** Birth dates YYYYMMDD with spellings. */
  readonly births: readonly { readonly header: string; readonly spellings: readonly string[] }[]
  readonly names: readonly string[]
  readonly dates: readonly string[]
  readonly phones: readonly string[]
  readonly ids: readonly string[]
  readonly addresses: readonly string[]
}

export const pools: Readonly<Record<'en' | 'zh' | 'ms', Pools>> = {
  en: {
    patients: [
      {
        header: 'Halvorsen^Greta^Marie',
        spellings: [
          'Greta Halvorsen',
          'HALVORSEN, Greta',
          'halvorsen^greta',
          'Ms. Halvorsen',
          'G. Halvorsen',
        ],
      },
      {
        header: 'Muñoz^José',
        spellings: ['Jose Munoz', 'JOSÉ MUÑOZ', 'Muñoz', 'munoz, jose', 'José M. Muñoz'],
      },
      {
        header: "O'Driscoll^Brendan",
        spellings: [
          "Brendan O'Driscoll",
          'ODRISCOLL',
          "o'driscoll brendan",
          'Brendan O Driscoll',
          "Mr O'Driscoll's",
        ],
      },
      {
        header: 'Long^Theodora',
        spellings: ['Theodora Long', 'LONG^THEODORA', 'long, theodora', 'Mrs Long', 'Theodora  LONG'],
      },
    ],
    physicians: [
      {
        header: 'Weatherby^Lorna',
        spellings: ['Dr. Lorna Weatherby', 'L. Weatherby', 'Weatherby', 'weatherby^lorna'],
      },
      { header: 'Okonkwo^Chidi', spellings: ['Dr Okonkwo', 'Chidi Okonkwo', 'OKONKWO, C.', 'okonkwo'] },
    ],
    births: [
      {
        header: '19530714',
        spellings: ['07/14/1953', '14 July 1953', '1953-07-14', 'July 14, 1953', '14.7.1953', '14-Jul-53'],
      },
      {
        header: '19611102',
        spellings: ['11/02/1961', '2 Nov 1961', '19611102', 'November 2nd, 1961', '02-11-1961', '2/11/61'],
      },
    ],
    names: [
      'Priscilla Vantongeren',
      'Dmitri Kowalczyk',
      'Dr. Anselm Whitlock',
      'Mr. Ruben Castellanos',
      'Nurse Philippa Ashdown',
      'Prof. Ingrid Solheim',
      'Tobias Brown',
      'Yvette de la Croix',
      'Mary Jane Pemberton',
      'Dr. Brown',
    ],
    dates: [
      '03/12/2024',
      '2024-03-12',
      'March 12, 2024',
      '12 March 2024',
      '12-Mar-2024',
      '12.03.2024',
      '12th of March 2024',
      '20240312',
      'Mar 2024',
      '2024-03-12 14:30',
    ],
    phones: ['(212) 555-0143', '212-555-0143', '+1 212 555 0143', '212.555.0143', '+44 20 7946 0958'],
    ids: [
      'SSN 078-05-1120',
      'MRN: 00482913',
      'Acc# A2024-55813',
      'policy no. HX-992817',
      'device serial no. SN88-2231X',
      'insurance ID 4471-22-9013',
      'passport C01X00T47',
      'ID 20388471',
    ],
    addresses: [
      '4821 Birchwood Lane, Springfield, IL 62704',
      '17 Old Mill Road',
      'P.O. Box 1187',
      '902 W. Elm Street, Apt 4B',
    ],
  },
  zh: {
    patients: [
      {
        header: 'Ouyang^Zhengming=欧阳^正明',
        spellings: ['欧阳正明', '欧阳 正明', 'Ouyang Zhengming', 'OUYANG ZHENG MING', '歐陽正明'],
      },
      {
        header: 'Wang^Xiuying=王^秀英',
        spellings: ['王秀英', '王 秀英', '秀英', 'wang xiu-ying', 'Xiuying Wang'],
      },
      { header: 'Zhang^Wei=张^伟', spellings: ['张伟', '張偉', 'ZHANG^WEI', '张 伟', 'Wei Zhang'] },
      { header: 'Shi^Lei=石^磊', spellings: ['石磊', '石 磊', 'SHI LEI', 'Lei Shi', '石、磊'] },
    ],
    physicians: [
      { header: 'Liang^Jingru=梁^静茹', spellings: ['梁静茹', '梁静茹医生', 'Liang Jingru', '静茹'] },
      { header: 'Zhou^Haotian=周^昊天', spellings: ['周昊天', '周昊天主任', 'zhou haotian', '昊天'] },
    ],
    births: [
      {
        header: '19530714',
        spellings: ['1953年7月14日', '1953-07-14', '1953.7.14', '19530714', '1953/07/14', '1953年07月14日'],
      },
      {
        header: '19611102',
        spellings: ['1961年11月2日', '1961-11-02', '1961.11.2', '19611102', '1961/11/2', '1961年11月02日'],
      },
    ],
    names: ['李建国', '陈淑芬', '赵丽华', '刘国强', '孙晓燕', '司马青云', '黄志远', '吴敏', '郑凯文', '高翔'],
    dates: [
      '2024年3月12日',
      '2024-03-12',
      '2024.3.12',
      '2024/03/12',
      '3月12日',
      '二〇二四年三月十二日',
      '2024年3月',
      '20240312',
      '24年3月12日',
      '2024-03-12 08:15',
    ],
    phones: ['13812345678', '138 1234 5678', '010-62281234', '+86 139 1111 2222', '021-5555 8888'],
    ids: [
      '身份证号110105195307140022',
      '住院号：0048291',
      '病历号 A2024558',
      '检查号: CT20240312-08',
      '门诊号88213',
      '医保号：3301992817',
      '护照号E12345678',
      '床号：12',
    ],
    addresses: [
      '北京市朝阳区建国路88号',
      '住址：江苏省南京市玄武区中山东路12号3栋502室',
      '上海市徐汇区漕溪北路18号',
      '广东省广州市天河区体育西路5号',
    ],
  },
  ms: {
    patients: [
      {
        header: 'Zulhilmi bin Baharuddin',
        spellings: [
          'Zulhilmi bin Baharuddin',
          'ZULHILMI BIN BAHARUDDIN',
          'zulhilmi',
          'En. Zulhilmi',
          'Baharuddin, Zulhilmi',
        ],
      },
      {
        header: 'Norsyakira^Binti Jamaludin',
        spellings: [
          'Norsyakira binti Jamaludin',
          'norsyakira bt jamaludin',
          'Puan Norsyakira',
          'JAMALUDIN NORSYAKIRA',
          'Nor Syakira',
        ],
      },
      {
        header: 'Thevaraj^A/L Muniandy',
        spellings: ['Thevaraj a/l Muniandy', 'THEVARAJ A/L MUNIANDY', 'Muniandy', 'thevaraj', 'Mr Thevaraj'],
      },
      {
        header: 'Teoh^Beng Huat=张明发',
        spellings: ['Teoh Beng Huat', 'TEOH BENG HUAT', 'Beng Huat', '张明发', 'teoh benghuat'],
      },
    ],
    physicians: [
      {
        header: 'Dr Khairunnisa binti Zawawi',
        spellings: ['Dr. Khairunnisa', 'Khairunnisa Zawawi', 'ZAWAWI', 'dr khairunnisa'],
      },
      {
        header: 'Vijayendran^S',
        spellings: ['Dr Vijayendran', 'S. Vijayendran', 'vijayendran', 'VIJAYENDRAN'],
      },
    ],
    births: [
      {
        header: '19530714',
        spellings: ['14/07/1953', '14 Julai 1953', '14.7.1953', '14-07-53', '1953-07-14', '14 JULAI 1953'],
      },
      {
        header: '19611102',
        spellings: [
          '02/11/1961',
          '2 November 1961',
          '2.11.1961',
          '02-11-61',
          '1961-11-02',
          '2hb November 1961',
        ],
      },
    ],
    names: [
      'Ahmad bin Salleh',
      'Siti Nurhaliza binti Tarudin',
      'Dr. Lim Wei Jie',
      'Puan Rokiah',
      'Encik Gopal a/l Raman',
      'Dato’ Mazlan',
      'Tan Ah Kow',
      'Kavitha Subramaniam',
      'jururawat Rohaya',
      'Wong Mei Fong',
    ],
    dates: [
      '12/03/2024',
      '12 Mac 2024',
      '12-03-2024',
      '12.3.2024',
      '2024-03-12',
      '12hb Mac 2024',
      'Mac 2024',
      '12/3/24',
      '12 MAC 2024',
      '20240312',
    ],
    phones: ['012-345 6789', '03-2615 5555', '+6012-3456789', '0123456789', '011-1234 5678'],
    ids: [
      'No. K/P: 530714-10-5566',
      'NRIC 530714105566',
      'No. pendaftaran: HKL-448291',
      'MRN 00482913',
      'No. pasport A12345678',
      'RN: 2024/55813',
      'No. rujukan: RJ-99281/24',
      'no. siri CT-77213',
    ],
    addresses: [
      'No. 12, Jalan Ampang, 50450 Kuala Lumpur',
      'Lot 88, Kampung Baru, 16150 Kota Bharu',
      '23-A, Lorong Selamat',
      'Blok C-3-12, Taman Desa',
    ],
  },
}
