import { thirdVocabulary } from './third.ts'

/** What a held-out set draws from: lists that no other set uses. */
export interface Vocabulary {
  readonly families: readonly string[]
  readonly givens: readonly string[]
  readonly streets: readonly string[]
  readonly towns: readonly string[]
  readonly diseases: readonly string[]
  readonly drugs: readonly string[]
  readonly signs: readonly string[]
  readonly tests: readonly string[]
}

/** In the order in which they were written and measured. */
export const setNames = ['first', 'second', 'third'] as const
export type SetName = (typeof setNames)[number]
export type Language = 'en' | 'zh' | 'ms'

const words = (text: string): readonly string[] => text.split('|').map(word => word.trim())

/** Three sets in three languages. They were written without a look at the rules and word lists that they measure. */
export const vocabularies: Readonly<Record<SetName, Readonly<Record<Language, Vocabulary>>>> = {
  first: {
    en: {
      families: words(
        'Okonkwo|Vasquez|Lindqvist|Papadopoulos|Nakamura|Fitzgerald|Thibodeaux|Kowalczyk|Abernathy|Mbeki|Bianchi|Haddad|Rosenthal|Whitlock|Yilmaz|Ferreira|Young|Brown|O’Sullivan|van der Berg|Smith-Jones|Iyer',
      ),
      givens: words(
        'Margaret|Tobias|Ingrid|Desmond|Priya|Luis|Harriet|Cornelius|Yolanda|Emeka|Freya|Gareth|Naomi|Winston|Beatriz|Hamish|Grace|Hope',
      ),
      streets: words('Cedar Lane|Old Mill Road|Victoria Street|Harbour Drive|Elm Avenue|St. Mary’s Close'),
      towns: words('Wexbridge|Portland|Glenhaven|Cardiff|Springfield|Ashby'),
      diseases: words(
        'mitral regurgitation|cholecystitis|hypothyroidism|osteoarthritis|Parkinson disease|Crohn disease|pancreatitis|cellulitis|migraine|gout|nephrolithiasis|iron deficiency anaemia|aortic stenosis|heart failure|pulmonary fibrosis|tuberculosis|diverticulitis|psoriasis',
      ),
      drugs: words(
        'levothyroxine|warfarin|sertraline|allopurinol|furosemide|ramipril|omeprazole|prednisolone|rivaroxaban|gabapentin|vancomycin|tiotropium|insulin glargine|paracetamol',
      ),
      signs: words(
        'palpitations|haemoptysis|orthopnoea|ankle swelling|weight loss|dizziness|abdominal pain|dysphagia|finger clubbing|tachycardia|pleuritic chest pain|hoarseness',
      ),
      tests: words(
        'creatinine|haemoglobin|colonoscopy|ECG|ferritin|ultrasound of the abdomen|troponin|bone scan|lung function tests|blood cultures|HbA1c|sputum cytology',
      ),
    },
    zh: {
      families: words('欧阳|诸葛|司徒|慕容|谭|廖|邹|熊|孟|秦|阎|薛|侯|龙|段|雷|黎|史|陶|贺'),
      givens: words('建国|思远|雅琴|志强|淑芬|子涵|晓东|美玲|浩然|玉兰|明|静|国栋|丽华|俊杰|秀英|天佑|婉清'),
      streets: words('解放路|人民南路|长安街|中山大道|学府路|滨江东路'),
      towns: words('南京市|成都市|武汉市|厦门市|昆明市|沈阳市'),
      diseases: words(
        '二尖瓣关闭不全|胆囊炎|甲状腺功能减退|骨关节炎|帕金森病|克罗恩病|胰腺炎|蜂窝织炎|偏头痛|痛风|肾结石|缺铁性贫血|主动脉狭窄|心力衰竭|肺纤维化|肺结核|憩室炎|银屑病',
      ),
      drugs: words(
        '左甲状腺素|华法林|舍曲林|别嘌醇|呋塞米|雷米普利|奥美拉唑|泼尼松|利伐沙班|加巴喷丁|万古霉素|噻托溴铵|甘精胰岛素|对乙酰氨基酚',
      ),
      signs: words(
        '心悸|咯血|端坐呼吸|下肢水肿|体重下降|头晕|腹痛|吞咽困难|杵状指|心动过速|胸膜性胸痛|声音嘶哑',
      ),
      tests: words(
        '血肌酐|血红蛋白|结肠镜|心电图|铁蛋白|腹部超声|肌钙蛋白|骨扫描|肺功能检查|血培养|糖化血红蛋白|痰细胞学',
      ),
    },
    ms: {
      families: words(
        'bin Othman|binti Kassim|bin Jamaludin|binti Mokhtar|a/l Subramaniam|a/p Letchumi|bin Awang|binti Sulong|anak Jugah|bin Mat Isa',
      ),
      givens: words(
        'Khairul Anwar|Norazlina|Shahrizal|Rosmah|Thanabalan|Vasanthi|Zulkarnain|Mastura|Entalai|Sharifah Aini|Ku Azman|Wan Nurul',
      ),
      streets: words(
        'Jalan Kenanga|Lorong Seri Damai|Persiaran Tasik|Jalan Pasar Lama|Kampung Sungai Buloh|Taman Melati',
      ),
      towns: words('Seremban|Kuantan|Batu Pahat|Alor Setar|Kuching|Temerloh'),
      diseases: words(
        'regurgitasi mitral|radang pundi hempedu|hipotiroidisme|osteoartritis|penyakit Parkinson|penyakit Crohn|pankreatitis|selulitis|migrain|gout|batu karang|anemia|stenosis aorta|kegagalan jantung|fibrosis paru-paru|tuberkulosis|divertikulitis|psoriasis',
      ),
      drugs: words(
        'levothyroxine|warfarin|sertraline|allopurinol|furosemide|ramipril|omeprazole|prednisolone|rivaroxaban|gabapentin|vancomycin|tiotropium|insulin|paracetamol',
      ),
      signs: words(
        'berdebar-debar|batuk berdarah|sesak nafas|bengkak kaki|hilang berat badan|pening|sakit perut|sukar menelan|demam|sakit dada|suara serak|berpeluh malam',
      ),
      tests: words(
        'kreatinin|hemoglobin|kolonoskopi|ECG|feritin|ultrasound abdomen|troponin|imbasan tulang|ujian fungsi paru-paru|kultur darah|HbA1c|sitologi kahak',
      ),
    },
  },
  second: {
    en: {
      families: words(
        'Achterberg|Dlamini|Moriarty|Zielinski|Castellano|Rahimi|Underhill|Sorensen|Villanueva|Kapoor|Blackwood|Tanaka|Esposito|Marchetti|White|Long|Day|MacAllister|de la Cruz|Patel-Shaw',
      ),
      givens: words(
        'Rosalind|Augustin|Philippa|Kwame|Eleanor|Rodrigo|Bronwyn|Matthias|Leila|Quentin|Deepak|Astrid|Sebastian|Moira|Faith|Rose',
      ),
      streets: words(
        'Birchwood Crescent|Station Road|King George Way|Lakeview Terrace|Quarry Hill|The Green',
      ),
      towns: words('Dunmore|Hartford|Riverton|Swansea|Oakdale|Linfield'),
      diseases: words(
        'bronchiolitis|sarcoidosis|rheumatoid arthritis|Hashimoto thyroiditis|Barrett oesophagus|ulcerative colitis|cirrhosis|deep vein thrombosis|stroke|epilepsy|prostate cancer|chronic kidney disease|pericarditis|endocarditis|mesothelioma|empyema|glaucoma|eczema',
      ),
      drugs: words(
        'carbimazole|dabigatran|escitalopram|colchicine|spironolactone|candesartan|lansoprazole|methotrexate|enoxaparin|levetiracetam|meropenem|formoterol|metoprolol|ibuprofen',
      ),
      signs: words(
        'syncope|stridor|night sweats|peripheral oedema|anorexia|vertigo|back pain|heartburn|cyanosis|bradycardia|wheezing|dry cough',
      ),
      tests: words(
        'potassium|platelets|gastroscopy|Holter monitor|vitamin B12|renal ultrasound|BNP|mammogram|arterial blood gas|urine culture|lipid profile|bronchial washings',
      ),
    },
    zh: {
      families: words('上官|皇甫|夏侯|尉迟|汤|尹|常|武|乔|赖|龚|文|庞|樊|兰|殷|施|洪|翟|安'),
      givens: words('振华|梦瑶|桂香|海涛|春梅|梓轩|卫东|彩霞|文博|凤英|亮|芳|家辉|慧敏|宇航|桂兰|承恩|若曦'),
      streets: words('建设路|和平北路|朝阳街|环城大道|文化路|湖滨西路'),
      towns: words('杭州市|重庆市|长沙市|福州市|贵阳市|哈尔滨市'),
      diseases: words(
        '细支气管炎|结节病|类风湿关节炎|桥本甲状腺炎|巴雷特食管|溃疡性结肠炎|肝硬化|深静脉血栓|脑卒中|癫痫|前列腺癌|慢性肾脏病|心包炎|心内膜炎|间皮瘤|脓胸|青光眼|湿疹',
      ),
      drugs: words(
        '甲巯咪唑|达比加群|艾司西酞普兰|秋水仙碱|螺内酯|坎地沙坦|兰索拉唑|甲氨蝶呤|依诺肝素|左乙拉西坦|美罗培南|福莫特罗|美托洛尔|布洛芬',
      ),
      signs: words('晕厥|喘鸣|盗汗|外周水肿|食欲减退|眩晕|背痛|烧心|发绀|心动过缓|喘息|干咳'),
      tests: words(
        '血钾|血小板|胃镜|动态心电图|维生素B12|肾脏超声|脑钠肽|乳腺钼靶|动脉血气|尿培养|血脂|支气管灌洗',
      ),
    },
    ms: {
      families: words(
        'bin Zainuddin|binti Hamdan|bin Rosli|binti Che Mat|a/l Muniandy|a/p Saraswathy|bin Tajuddin|binti Daud|anak Nyambong|bin Haji Salleh',
      ),
      givens: words(
        'Amirul Hakim|Fauziah|Hisyamuddin|Salmiah|Kumaravel|Pushpa|Faizal|Noraini|Bangga|Syed Hafiz|Tengku Farah|Nik Azlan',
      ),
      streets: words(
        'Jalan Mawar|Lorong Bakti|Persiaran Sultan|Jalan Stesen|Kampung Parit Raja|Taman Desa Jaya',
      ),
      towns: words('Ipoh|Melaka|Kluang|Sungai Petani|Miri|Taiping'),
      diseases: words(
        'bronkiolitis|sarkoidosis|artritis reumatoid|tiroiditis Hashimoto|esofagus Barrett|kolitis ulseratif|sirosis|trombosis vena dalam|strok|epilepsi|kanser prostat|penyakit buah pinggang kronik|perikarditis|endokarditis|mesotelioma|empiema|glaukoma|ekzema',
      ),
      drugs: words(
        'carbimazole|dabigatran|escitalopram|colchicine|spironolactone|candesartan|lansoprazole|methotrexate|enoxaparin|levetiracetam|meropenem|formoterol|metoprolol|ibuprofen',
      ),
      signs: words(
        'pitam|bunyi nafas|batuk kering|bengkak|kurang selera makan|loya|sakit belakang|pedih ulu hati|kebiruan|muntah|semput|lesu',
      ),
      tests: words(
        'kalium|platelet|gastroskopi|X-ray dada|vitamin B12|ultrasound buah pinggang|BNP|mamogram|gas darah arteri|kultur air kencing|profil lipid|bronkoskopi',
      ),
    },
  },
  third: thirdVocabulary,
}
