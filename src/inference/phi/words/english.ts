/** Words of English notes that name nobody: medicine, medicines, eponyms of diseases, everyday words, months and days. */
export const englishWords: readonly string[] = `
    a abang abdo abdomen abdominal abg abi ablation able abnormal abnormalities abnormality about above
    abscess absence absent abses accordance according accurate acetaminophen ache aches achieved acid
    acidosis across actinomyces action active activities activity actual acute acutely acyclovir ada
    adalimumab add added addison addition additional adenocarcinoma adenoma adenopathy adequate adherence
    adik adjacent adjusted adl administered admission admit admitted adrenal aduan adult adverse advised
    aecopd af afatinib afb afebrile affected after afternoon afterwards again against age aged agent
    aggressive ago agree agreed ahli aid aids aim air airspace airway airways aki akibat akut alahan alanine
    albumin albuterol alcohol alectinib alert alive alk alkaline all allergic allergies allergy allopurinol allow
    allowed alone along alp already als also alt altered alternative although always alzheimer alzheimers am
    ambulance ambulatory amikacin amlodipine amount amoxicillin amoxycillin amylase ana anaemia anaesthesia
    analgesia analysis anca and anemia aneurysm ang angina angiogram angiography angioplasty ankle annual
    another anterior anteriorly antibiotics antibiotik anticoagulated anticoagulation antigen anxiety anxious
    any aorta aortic ap apache apart apex apical apixaban appearance appearances appeared appears appetite
    appointment approach appropriate approximately april aptt ards area areas arm arms around arrange arrest
    arrhythmia arrived arteri arterial artery arthritis as asbestos asbestosis ascites aside ask asked asleep
    asma aspergilloma aspergillosis aspergillus aspirasi aspiration aspirin assess assessment ast asthma
    asymmetric asymptomatic at atas atelectasis atelektasis atenolol atezolizumab atherosclerosis
    atherosclerotic athscl atorvastatin atrial atrium attack attended attending attends attenuation audible
    augmentin august aunt auscultation autoimmune available avascular avoid avr awaiting awake aware axial
    axilla axillary ayah azathioprine azithromycin back background bacterial bactrim badan bagaimanapun bal
    balance bapa bapanya barah barium barrel barrett barretts basal base baseline bases basilar batuk bawah
    bayang bcg bd be bebas because beclomethasone bed bedside been before began begin beginning behind being
    bekas beliau below belum benefit benign benzonatase beradik berat berbilang berdarah berhenti beri
    berisiko berkemungkinan bernafas berodual berpeluh bertambah berubah beside best beta better between
    bevacizumab bibasal bibasilar bicarbonate bid bilateral bilaterally biliary bilirubin bimbang
    biochemistry biopsi biopsied biopsy bipap bisoprolol bite bladder bled bleed bleeding blockers blocks
    blood blunting bmi bnp board bochdalek body boleh bone bones bony borg both bowel bowels bp bpm braf
    brain branch branches breast breasts breath breathing breathlessness bricanyl brief bright bring broad
    bronchi bronchial bronchiectasis bronchitis bronchoalveolar bronchodilator bronchodilators bronchogenic
    bronchopleural bronchoscopy bronchovascular bronchus bronkiektasis bronkitis bronkoskopi brother brothers
    brought brown bruit buccal budesonide build bukan bukti bulan bulky bullae bullous bun burning but by
    bypass ca cabg cad cadangan calcification calcifications calcified calcium calculi calf call called calm
    came can cancer candesartan candida candidate cannot cannula cap captopril carbamazepine carboplatin
    carcinoma cardiac cardiology cardiomediastinal cardiomegaly cardiomyopathy cardiothoracic cardiovascular
    care careful caregiver caregivers caries carina carotid carried carry carvedilol case cases catheter
    catheterization cause caused causes causing caution cavitary cavitating cavitation cavity cbc cc cea
    ceftriaxone cefuroxime cell cellulitis center central centrally centre centrilobular cerebral certain
    cervical cessation chain change changed changes changing characterized charge check checked chemo
    chemoradiation chemotherapy chest cheyne chf chief child childhood children chills chlamydia chloride
    cholecystectomy cholesterol chosen chronic chronically cin ciprofloxacin circumference cirrhosis
    cisplatin clarithromycin classic classified clavicle clean clear clearance clearing clearly clexane
    clinic clinical clinically clinician clinicians clopidogrel close closed clot clubbing cluster cm cns co
    coad coarse coccidioidomycosis cognitive colchicine cold colectomy colitis collapse collapsed collateral
    collected collection colon colonoscopy color colour combined combivent comfort comfortable commence
    commenced comment comments common commonly communicated community comorbidities comparable compare
    compared comparison compatible complained complaining complains complaint complete completed completely
    completion complex compliance complicated complications component compression computed concentration
    concern concerned concerning conclusion condition conditions conducted confirmed confluent confusion
    congestive conscientious conscious consent consider consideration considered considering consistent
    consolidation consolidations constant constipation constitutional consult consultant consultation contact
    contacts contain contained containing contains content contiguous continue continued continues continuing
    continuous contour contours contraindication contralateral contrast control controlled controls
    conversation convex coordination cop copd cope cor core coronal coronary coronavirus correct correlate
    correlated correlation corticosteroids costophrenic cotrimoxazole cough coughing could couple course
    cousin cov covid cpap crackle crackles cramps crea creatinine crepitations crepitus criteria critical
    crizotinib crohn crohns crp cryptococcus csf ct cta ctpa culture cultures curb cured current currently
    curve cushing cutaneous cva cvs cxr cyanosis cycle cyclophosphamide cylindrical cyst cystic cysts
    cytology dada dahulu daily dalam damage danger dapagliflozin dapat dapatan darah daripada dark data
    datang date dating daughter day days dead deal death decade december decided decision decline declined
    decompensated decompensation decongestant decrease decreased decreasing deep deeper defaulted deficit
    definite definitely definitive deformity degenerative degree dehydration delay delayed deliver delivered
    demam dementia demonstrated demonstrates dengan denied denies dense densities density denying department
    dependence dependent depression deranged dermatitis desaturated desaturation describe described describes
    despite detail detailed details detect detected deteriorated deteriorating deterioration determine
    determined develop developed developing development deviation device dexamethasone dh di diabetes
    diagnosa diagnosed diagnoses diagnosis diaphoresis diaphragm diaphragmatic diarrhea diarrhoea diastolic
    dibawa diberi dicom dictated did didiagnosis died diet dietary differ difference different differential
    differentials difficult difficulty diffuse diffusely diffusing diffusion digital digits digoxin dikesan
    diketepikan dilatation dilated dilation dilihat diltiazem dimasukkan dimension dimensions diminished
    dimulakan dinasihatkan dinner dipastikan diperlukan dirawat direct directed directly dirujuk disahkan
    discaj discharge discharged discharging discomfort discontinue discontinued discrete discuss discussed
    discussion disease disebabkan disingkirkan dislocation disorder disorders display dispnea disposition
    distal distended distension distres distress distribution disyaki diuretic diuretics diurnal
    diverticulosis dizziness dizzy dka dlbcl dlco dm do docetaxel doctors document documented does doing
    dominant done doppler holter telemetry dorsal dose doses double doubled doubt down interpreter ssn mrn mail email phone fax id acc accession uid nric passport serial insurance policy scanner dob caller telephone regards dear sincerely signed home mobile pages dr prof mr mrs ms encik puan doxycycline drain drainage drained draw
    drawn dressing drink drinker drinking drinks drip drive drop drops drowsy drug drugs dry dtpa duct ductal
    ducts due duration during durvalumab dust dvt dx dyslipidaemia dyslipidemia dysphagia dysplasia dyspnea
    dyspnoea dysuria each ear earlier early ears eating ebus ecg echo echocardiogram echocardiography ecog
    ectatic eczema edema edge edges education effect effective effects effort effusion effusions efusi egfr
    eight eighteen either ejection ekg eksaserbasi elderly elective electrolytes elevated elevation eleven
    eligible eliminate elsewhere emak emboli embolic embolism embolisme embolus emergency emergent emfisema
    empagliflozin emphysema emphysematous empiema empiric empirical employed empyema enalapril encntr
    encouraged end endobronchial endocrine endoscopy endotracheal energy engorged enhanced enhancement
    enhancing enlarged enlargement enough enoxaparin enter entire entirely enzyme eosinophil eosinophilia
    eosinophilic eosinophils epigastric epilepsy episode episodes equal equally equipment equivocal er
    erlotinib error errors erythema erythromycin esophageal esophagus esr essential established estimated et
    ethambutol etiology etoh etoposide evaluate evaluation even evening event events eventually every
    everyday evidence evident evolving ewing ex exacerbation exact exactly exam examination examined example
    exams excellent except excessive exchange excision exclude excluded excludes excreted exercise exertion
    exertional exists exophytic expanded expect expected expectorate expectorating expiration expiratory
    expired explain explained explanation explored exposed exposure express extended extending extends
    extension extensive extensively extent external extra extremely extremities extremity extubated eye eyes
    face facial fact factor factors failure faint fainted fair fairly fall fallen falls familial families
    family fast fasting fat father fatigue fatigued fatty fdg feasible feature features febrile february feed
    feeding feel feeling feels feet felt female femoral fentanyl ferritin fev fever fevers few fh fhx fibers
    fibrillation fibrosis fibrotic field fifteen fifty fill filled filling film final finally finasteride
    finding findings fine finger fingers finish finished fio first fissural fissure fissures fistula fit five
    fixed fizikal flank flat flattened flattening fleischner flow flu fluconazole fluctuating fluid fluids
    fluoroscopy fluticasone flutter fna fob focal focally foci focus folate follow followed follows followup
    food foot for forced forearm foreign form formation formed former forming formoterol forty forward found
    four fourth fraction fracture fractures fragments free frequency frequent frequently fresh friday fried
    from front frusemide ftnd full fully function functional functions fungal fungus furosemide further fvc
    gabapentin gained gait gallbladder gallops gallstones gangrene gas gastric gastritis gastroesophageal
    gastrointestinal gaucher gave gcs gefitinib gemcitabine gene geneexpert general generalised generalized
    generally genetic geneva gentamicin gentleman gerd get gets getting ggn ggo ggt gi girl give given gives
    giving gland glands glasgow glass gliclazide global glucose go goal goals goes going gold good
    goodpasture gout gp grade gradual gradually gram grandfather grandmother granuloma granulomas
    granulomatous grave graves great greater greatest green grew grey gross grossly ground group grow growing
    grown growth gtn guided gum gynecomastia habit had hadir haematocrit haematology haemoglobin haemophilus
    haemoptysis hair half hampton hand hands hap happy hard has hashimoto have hb hba hbsag hbv hct hcv hdl
    he head headache headaches headed healed health healthy hear heard hearing heart heartburn heavily heavy
    heel height held helical help hematemesis hematocrit hematology hematoma hematuria hemidiaphragm
    hemithorax hemoglobin hemophilus hemoptisis hemoptysis hemorrhage hemorrhagic hemorrhoids heparin hepatic
    hepatitis hepatomegaly hepatosplenomegaly her hereditary hernia herpes herself heterogeneous hfnc hiatal
    hiatus hiccups high higher highest highly hilang hilar hilum himself hip hipertensi hipoksemia hipoksia
    hips his histoplasma histoplasmosis historical history hit hiv hoarse hoarseness hodgkin hodgkins hold
    holding holds home homogeneous honeycombing hormone horner hospital hospitalised hospitalization
    hospitalized hospitals hot hounsfield hour hourly hours house household housing however hpc hpi hpv hr
    hrct hrt hs htn hu human hundred husband husbands hx hydralazine hydration hydrochlorothiazide
    hydrocodone hydropneumothorax hypercapnia hyperdense hyperglycemia hyperhidrosis hyperinflated
    hyperinflation hyperlipidaemia hyperlipidemia hypersensitivity hypertension hypertensive hyperthyroidism
    hypertrophy hyperventilation hypodense hypoglycemia hyponatremia hypotension hypotensive hypothyroidism
    hypoventilation hypoxaemia hypoxemia hypoxia hypoxic hysterectomy ibu ibunya ibuprofen icd icterus icu
    ideal identification identified identify idiopathic idiopatik idle if igra ihd ii iii ild iliac ill
    illness im image images imaging imipenem immediate immediately immobile immune immunocompromised
    immunoglobulin immunosuppressed immunosuppression immunotherapy imp impaired impairment implant important
    impresi impression improve improved improvement improves improving in inadequate incidence incidental
    incidentally incision include included includes including incomplete incontinence increase increased
    increases increasing increasingly indeed indeterminate index indicate indicated indicates indicating
    indication individual indolent induced indwelling ineffective infarct infarction infected infection
    infections infectious infective inferior inferiorly infiltrate infiltrates infiltration infiltrative
    inflamed inflammation inflammatory infliximab influenza influenzae infrequent ingestion inguinal
    inhalation inhaled inhaler inhalers ini initial initially initiate initiated initiation injection
    injuries injury inner inpatient inr insert inserted insertion inside insidious insomnia inspected
    inspection inspiration inspiratory instead instructed instructions insufficiency insufficient insulin
    intact intake intensity intensive intention interact intercostal interest interested interlobular
    intermediate intermittent intermittently internal interpretation interpreted interstisial interstitial
    interstitium interval interview intestinal intestine into intracranial intrahepatic intralobular
    intrathoracic intravenous intravenously intubated intubation invasion invasive investigate investigated
    investigation investigations involve involved involvement involves involving ipf ipratropium iressa iron
    irregular irregularity irritable irritation is ischaemic ischemic iskemia isolated isoniazid issue issues
    isteri it itching its itself iv ivc ix jadi jangkitan janji jantung january jaundice jaw jika jisim joint
    joints jugular july june just juxtahilar juxtapleural jvd jvp kahak kakak kalau kanan kanser kaposi
    kardiomegali karnofsky ke kecuali keep keeping kegagalan kelegapan kelihatan keluarga kemungkinan kencing
    kepada kept keputusan kerana kering kerley kesimpulan keytruda kg kidney kidneys kilogram kind kini kiri
    klebsiella klinik klinikal knee knees known konsisten kontak koronari kras kronik kussmaul kyphosis
    kyphotic la labile laboratories laboratory labs laceration lack lady lagi laid lama laminectomy lampau
    language lansoprazole large largely larger largest laryngeal larynx lasix last lasting lasts late lately
    later lateral lateralized laterally latest latter lawatan lay layer layering ldh ldl lead leading leads
    leak leaking learn least leave leaves leaving left leg legionella legs lelah lelaki length lesion lesions
    less lesser lethargic lethargy leukemia leukocytosis level levels levofloxacin levothyroxine lft lfts lie
    lies life lifelong lift lifting ligament light lighter like likely limb limbs limfadenopati limit limited
    limits line linear lines linezolid lingular lipase lipid lipids lipitor lisinopril list listed lists
    little live liver lives living lll lmp lobar lobe lobectomy lobular lobulated lobus local localised
    localized locally located location locations long longer look loop loose losartan losing loss lost lot
    loud low lower lowest luad lul lumbar lumen lump lumps lunch lung lungrads lungs luq lv lvef lvf lvh
    lymph lymphadenectomy lymphadenopathy lymphangitic lymphocyte lymphocytes lymphoma lymphomas mac machine
    made magnesium main mainly maintain maintained maintenance major majority make makes making makmal
    malaise malam male malignan malignancy malignant mammogram man manage managed management manakala
    mandible mandibular manifest manis mantoux march marfan margin marginal margins marked markedly marker
    markers married marrow masa mass masses massive masuk matched material maximal maximum mdr mdt me meal
    meals mean means meanwhile measurable measure measured measurement measurements measures measuring
    mechanical medial medially median mediastinal mediastinum medical medication medications medicine medium
    meds meet meeting melaena melanoma melena melitus mellitus member members membesar membrane memerlukan
    memory mempunyai men menafikan mencadangkan mencegah mendedahkan mengadu mengalami mengesyaki
    mengetepikan menghidap meningitis mental mentioned menunjukkan menurun menyingkirkan mepolizumab merge
    merokok meropenem mesotelioma mesothelioma met metabolic metabolism metal metallic metastases metastasis
    metastatic metformin methotrexate methylprednisolone metoprolol metres metronidazole mets mi microbiology
    microgram micronodules microscopic microscopy middle midline midlung midzone might migraine mild mildly
    miliary milligram millimeter million min mind mineral minggu minimal minimally minimum minor minute
    minutes mip miss missed missing mitral mixed mm mmhg mmol mmse mobile mobility mode model moderate
    moderately modified moist moment monday monitor monitored monitoring montelukast month monthly months
    moraxella more morgagni morning morphine morphology mortality mosaic most mostly mother motion motor
    mouth move moved movement movements moves moving mrc mri mrsa ms mtb much mucoid mucopurulent mucosa
    mucosal mucous mucus mulakan multidisciplinary multifocal multilobar multilobular multinodular
    multiplanar multiple mungkin mural murmur murmurs muscle muscles muscular musculoskeletal must mutation
    mvr myalgia myasthenia mycobacteria mycobacterial mycobacterium mycophenolate mycoplasma myeloma
    myocardial myself nad nafas nafi name namely namun napas naproxen narcotic narrow narrowed narrowing
    nasal nasihat nasogastric native nature nausea near nearby nearest nearly nebulised nebuliser nebulized
    nebulizer neck necrosis necrotic need needed needle needs neelsen negatif negative negatives neither
    nenek neoadjuvant neoplasm neoplasms neoplastic nephew nephrectomy nerve nerves nervous network neuro
    neuroendocrine neurologic neurological neurologically neurology neuropathy neutropenia neutropenic
    neutrophil neutrophilia neutrophils never nevertheless new newborn newly next nicotine niece nifedipine
    night nil nine ninety nintedanib nitrofurantoin nitroglycerin niv nivolumab nkda no nocardia nocturia
    nocturnal nodal node nodes nodul nodularity nodule nodules non noncalcified none noninvasive
    nonproductive nonsmoker nonsolid nonspecific nonspecifically nontender nor normal normally normotensive
    nos nose not notable notably note noted notes nothing noticed notified novel november now npo nsaids
    nsclc nsip nst nstemi nt ntm ntrk number numbers numbness numerous nurse nurses nutrition nutritional
    nyeri nyha nystatin obese obesity objective obs observation observe observed obstructed obstructing
    obstruction obstructive obstruktif obtain obtained obvious obviously occasion occasional occasionally
    occluded occlusion occlusive occult occupation occupational occur occurred occurring occurs october od
    odd odynophagia oedema of offered office often ogd ok old older olecranon oligometastatic omalizumab
    omeprazole on once oncologist oncology one ones ongoing only onset onto opacified opacities opacity
    opaque opd open opened operated operation operative opinion opioid opportunistic or oral orally orbit
    order ordered orders organ organising organism organizing organs orientated orientation oriented origin
    original originally ortho orthopnea orthopnoea osa oseltamivir osimertinib osseous osteoarthritis
    osteopenia osteophytes osteoporosis other others otherwise ought our ourselves out outcome outer
    outpatient output outside ovarian over overall overlying overnight overweight own oximetry oxycodone
    oxygen pa pacemaker pack packs paclitaxel pada pain painful painless pains palliative pallor palpable
    palpation palpitations pancoast pancreas pancreatic pancreatitis panic pantau pantoprazole pap papillary
    paracetamol parallel paralysis paramediastinal parapneumonic paraseptal paratracheal parenchyma
    parenchymal parent parents parietal parkinson parkinsons parotid part partial partially particular
    particularly partly partner parts paru pass passed passes passive past paste patch patches patchy path
    pathologic pathological pathology patient patients pattern patterns pc pci pcp pcr pctrs pd pdl pe peak
    pedal peg pejabat pelan pelvic pelvis pemantauan pembezaan pembrolizumab pemeriksaan pemetrexed
    pendedahan penebalan penemuan pengimejan pengurusan penicillin penilaian peningkatan penurunan penyakit
    people pepper peptic per percent percussion percutaneous perempuan perform performed performing perfusion
    perhaps peribronchial peribronchovascular pericardial pericarditis pericardium perifissural perihilar
    perindopril period periodic peripheral peripherally peritoneal perivascular perlu permanent pernafasan
    pernah perokok persist persisted persistence persistent persistently persisting persists person personal
    personally perspiration perubahan perubatan pesakit pet petechiae pft pfts ph phantom pharmacological
    pharmacy pharyngeal pharynx phase phlegm phone phosphate photophobia phrenic physical physician
    physicians physiotherapy picture piece pigeon pigtail pills piperacillin pirfenidone pituitary place
    placed placement plain plan planned planning plans plaque plasma plate platelet platelets plavix played
    please pleura pleural pleurisy pleuritic pleurodesis plt plus pm pmh pmhx pnd pneumatocele pneumobilia
    pneumococcal pneumoconiosis pneumocystis pneumomediastinum pneumonectomy pneumonia pneumonitis
    pneumophila pneumothorax pneumotoraks po point points polyp polypectomy polyps poor poorly population
    portable portal portion position positioned positioning positive positives possible possibly post
    posterior posteriorly postnasal postop postoperative posture potassium potential potentially ppd practice
    pre precaution precautions precise predicted prednisolone prednisone predominance predominant
    predominantly preference pregabalin pregnancy pregnant preliminary premature preop preoperative
    preparation prepared prescribed presence present presentation presented presenting presently presents
    preserved pressure pretracheal prevalent prevascular prevent prevention preventive previous previously
    primary prior prn probable probably problem procedure procedures proceed process processes produced
    producing product production productive profile profound profuse progress progressed progressing
    progression progressive progressively prolonged prominence prominent promptly prone pronounced proper
    properly prophylaxis proposed propranolol prostate prostatectomy prostatic prostatism protein protocol
    protruding proven provide provided provider provides providing proximal proximally pruritus psa
    pseudomonas psoriasis psychiatric psychosocial pt ptb ptt public pulang pull pulmicort pulmonale
    pulmonari pulmonary pulse pulsed pulses puncture pupils purple pursued purulent pus push put
    pyelonephritis pyothorax pyrazinamide pyrexia qds qt quadrant qualitative quality quantiferon
    quantitative query question questionable quickly quiet quit quite ra radang radial radiating radiation
    radical radicular radiofrequency radiograph radiographer radiographic radiographically radiographs
    radiological radiologically radiologist radiology radionuclide radiotherapy rads raise raised ramipril
    rancangan random range ranges ranging rapid rapidly rare rarely rash rashes rate rates rather ratio rawat
    rawatan ray raynaud raynauds rbc reached reaches reaching react reaction reactions reactive read reading
    readings ready real really rear reason reassess reassessed reassessment reassurance reassured recall
    received receives receiving recent recently receptor recheck recommend recommendation recommendations
    recommended recommends reconstruction record recorded records recovered recovery recruited rectal rectum
    recurrence recurrent recurring red redemonstrated reduce reduced reduces reduction refer referral
    referred refill reflex reflexes reflux refuse refused refuses regard regarding regimen region regional
    regions registered regression regular regularly regurgitation rehab rehabilitation reinforce related
    relation relationship relative relatively relatives relax release relevant reliable relief relieve
    relieved remain remainder remained remaining remains remarkable remdesivir remember remission remote
    removal remove removed renal repair repeat repeated repeatedly replaced replacement report reported
    reporting reports represent request requested requests require required requires requiring resectable
    resected resection residence resident residual resistance resistant resolution resolve resolved resolving
    resonance resonant respect respiratori respiratory respond responded response responsive rest restaging
    restarted resting restriction restrictive result resulted resulting results resume resumed ret retained
    retention reticular reticulation reticulonodular retired retrocardiac retroperitoneal retrosternal return
    revealed reveals reversal reversed review reviewed reviewing rheumatic rheumatoid rheumatology rhinitis
    rhinorrhea rhonchi rhythm rib ribs rifampicin rifampin right rigors ring rise rises risiko rising risk
    rituximab rivaroxaban rll rml rocephin rongga room root ros rose rosuvastatin rotated rotation roughly
    round rounded routine row rpr rr rt rub rujuk rujukan rul rule ruled rumusan run running rupture ruptured
    ruq rv rvh rvsp sacral sacrum safe safety sakit salbutamol saline saliva salmeterol sama same sample
    samples sarcoidosis sarcoma saringan sarkoidosis sars sat satisfactory saturating saturation saturations
    saturday saudara save saw say says sbrt sc scan scanned scanner scans scapula scar scarring scars scatter
    scattered schedule scheduled school sclc scleroderma scoliosis score screen screened screening scrotal
    search seasonal seat seated sebab sebelum second secondary seconds section sections security sedated
    sedation see seeing seek seem seemed seems seen segment segmental segmentectomy segments seizure seizures
    sejarah sekarang sekiranya selected selective self semasa sembuh semi semisolid send sending senior
    sensation sense sensitive sensitivity sensory sent sepadan separate separately sepsis septal septate
    septation septations september septic septum sequelae sequence sequential serangan seretide serial series
    serious serology serositis sertraline serum served service services sesak session set setting settings
    settled seven seventy several severe severely severity sex sexual sh shadow shaking shape shaped sharp
    shave she sheet shift shifted shifting short shortened shortness shot should shoulder shoulders showed
    showing shown shows shrinking shunt shx siasatan sibling sick sickle side sided sides sight sigmoid sign
    signal signed significant signs silent silhouette silica silicosis silikosis similar similarly simple
    simply simvastatin since sindrom single sinus sinuses sinusitis sister sit sitagliptin site sites sits
    sitting situ situation six sixty size sized sizes sjogren sjögren skeletal skin skull sl sle sleep
    sleeping slept slice slight slightly slow slower slowly small smaller smallest smear smears smoked smoker
    smokes smoking smooth smoothly sneezing so soap sob soboe social sodium sofa soft softer solely solid
    solitary solution some something sometimes somewhat son soon sore sort sosial sotalol sound sounds source
    south space spaces span spared sparing specialist specific specifically specified specimen specimens
    spent spicula spiculated spiculation spinal spine spiral spirits spiriva spirometry spironolactone spleen
    splenectomy splenic splenomegaly split spn spo spoke spondylosis sponge spontaneous spontaneously
    sporadic spot spots spouse spread spring sputa sputum squamous st stabbing stabil stable stage staged
    staging stairs stance stand standard standing staphylococcal staphylococcus start started starting starts
    stat stated states statin station stations status stay stayed steady steatosis stemi stenosis stenotic
    stent stented step steps stereotactic sternal sternotomy sternum steroid steroids stick stiff stiffness
    still stitch stokes stomach stone stones stool stools stop stopped stopping straight strain strand
    strands streak streaking streaks street strength streptococcal streptococcus streptomycin stress stressed
    stretch stretcher strict stridor stroke strong strongly structural structure structures student studied
    studies study suami subacute subcarinal subcentimeter subcentimetre subclavian subcm subcutaneous
    subdiaphragmatic subglottic subject subjective subjectively submandibular submitted subpleural subsegment
    subsegmental subsequent subsequently subsided subsolid substance substantial substantially successful
    successfully such sudden suddenly suffer suffered suffering suffers sufficient sugar suggest suggested
    suggesting suggestion suggestive suggests suitable suite sukar sulfa sulfonamide summary sunday
    superimposed superior superiorly supine supplement supplemental supplements supply support supported
    supportive suppressed suppurative supraclavicular sure surface surfaces surgeon surgeons surgeries
    surgery surgical surrounding surveillance survivor susah suspect suspected suspended suspicion suspicious
    sustained susulan susut suture sutures suv svc swab swallow swallowing sweat sweating sweats sweaty
    swelling swollen swyer syak symbicort symmetric symmetrical symmetrically symptom symptomatic
    symptomatically symptoms syncope syndrome syphilis syringe systemic systems systolic table tablet tablets
    tachycardia tachycardic tachypnea tachypneic tachypnoea tachypnoeic tagrisso tah tak take taken takes
    taking talk talked tamoxifen tamponade tamsulosin tanda tanpa taper tapered tapi tarceva target targeted
    taste tazobactam tazocin tb tbna tds team tear technetium technique tekanan telah telephone tell
    telmisartan temperature temporal temporarily temporary temu temujanji ten tend tended tender tenderness
    tension tercicir terdahulu terdedah term terminal terms teruk teruskan test tested testes testicular
    testing tests tetanus tetapi tft tg than the theophylline therapeutic therapies therapy there thereafter
    therefore these they thick thicken thickened thickening thickness thigh thin thing things think third
    thirty this thoracentesis thoracic thoracocentesis thoracoscopic thoracotomy thorax those though thought
    thr threatening three threshold throat thrombocytopenia thrombolysis thrombosis thrombotic thrombus
    through throughout thursday thymoma thymus thyroid thyroidectomy tia tiada tibi tibia tid tidak tidal
    tienam tight tightness time times tinggi tingling tinnitus tiny tiotropium tip tired tiredness tissue
    tissues tki tkr tnm to tobacco tocilizumab today toe toes together told tolerate tolerated tolerating
    tomography tomorrow tone tongue tonight tonsil tonsillectomy tonsils took tooth top topical toraks
    torsion torso tortuosity tortuous total totally touch toward towards toxic toxicity trace trachea
    tracheal tracheobronchial tracheostomy tract traction tramadol transaminases transaminitis transbronchial
    transfer transferred transfused transfusion transient transition transmitted transplant transplantation
    transthoracic transudate transudative transverse trauma traumatic travel traveled travelled treat treated
    treating treatment tremor trend trial tricuspid tried trigger triggers triglycerides trimester trip
    trivial troponin trouble true truncus try trying ts tsh tube tuberculosis tuberculous tuberkulosis tubes
    tubular tuesday tujuan tumor tumour turn turned twelve twenty twice two tylenol type typical typically
    uacr ubat ubatan ue ues uip ulang ulangan ulcer ulceration ulcers ultimately ultrasonography ultrasound
    umbilical umeclidinium unable unaware uncertain unchanged uncle unclear uncomfortable uncomplicated
    uncontrolled under undergo undergoes undergoing undergone underlying underneath understand understands
    underwent undetermined uneventful unexplained unfortunately unilateral unintended unintentional unit
    units unknown unless unlikely unobstructed unremarkable unresponsive unsp unspecified unstable unsteady
    until untuk unusual up updated upon upper upright upwards urea ureter urgency urgent urgently urinalysis
    urinary urination urine urologist urology us use used useful user uses usg using uss usual usually utama
    uterine uterus uti vaccinated vaccination vaccine vaccines vaginal vague vaksin valacyclovir valgus
    valproate valsartan value values valve valves valvular vancomycin variable variant varices varicose
    varied varies various vascular vasculature vasculitis vasovagal vats vbg vdrl vein veins velocity vena
    venous ventilated ventilation ventilator ventolin ventral ventricle ventricles ventricular
    ventriculomegaly verapamil verbal verified version versus vertebra vertebrae vertebral vertigo very
    vesicular vessel vessels vi via viable video view views vii viii vilanterol viral virchow virus visceral
    visible vision visit visited visits visual visualised visualized vital vitals vitamin vocal voice void
    volume volumes voluntary vomit vomited vomiting vomits vs wad wait waiting wake wakes waking waktu walau
    walaupun walk walked walking walks wall walls want wanted wants ward warfarin warm warmth warned warning
    warrant warranted was wash washings waste watch watched water watery wave way ways wbc wcc weak weakness
    wean weaned wear wears wedge wednesday week weekly weeks wegener wegeners weighed weighing weight weights
    well wells went were westermark wet what wheelchair wheeze wheezes wheezing wheezy when whenever where
    whereas whether which while white who whole whom whose why wide widely widened widening widespread width
    wife will wilms window windows winter wise with withdrawal withdrawn within without woke woken woman
    women word words work worked worker workers working workplace works workup world worried worse worsen
    worsened worsening worsens worst worth would wound wounds wrist write written wrong x xdr xi xii xiii
    xpert xray xrays y yard year yearly years yellow yellowish yes yesterday yet yield yo young younger your
    yr yrs zero ziehl zone zones zoster
  `
  .trim()
  .split(/\s+/)
