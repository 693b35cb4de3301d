/** Words of Malay notes that name nobody, and those of the built-in list of conditions. */
export const malayWords: readonly string[] = `
    adakah adalah agak agar ahad akan akhir akibatnya aktif aktiviti alah alamat alami aliran alkohol amat
    ambil amput an anak anda angin angka antara antikoagulan apa apabila apeks asal asimptomatik asites atau
    awak awal ayat badannya bagai bagi bahagian bahawa bahu baik baki balik banyak baring baru batas batuknya
    bawa beberapa bekalan bekerja belah belakang belakangan bengkak benjolan bentuk berada berair berbanding
    berdebar berehat bergantung berjalan berjumpa berkahak berkaitan berkala berkurang berlaku bermakna
    bermula bernilai bersama bersetuju bersih bertahan bertemu berterusan berulang berumur berusia berwarna
    besar besok betul biasa bila bilangan bilik bintik bising bonus buah buang buku bunyi buruk butir cadang
    cair cairan cara carta catatan cecair cepat ciri corak cukup cuma daftar dah dahak dahi dalaman dan
    dapati dari darjah demamnya denyut denyutan depan deria diabetik diambil diarahkan dibenarkan
    dibincangkan dibuat dicadangkan dijalankan dijangka dikaji diketahui dikurangkan dilakukan dimaklumkan
    dinding dipantau diperhatikan diperiksa dipindahkan diri dirinya disarankan disember disertai ditemui
    diteruskan diulang diulangi doktor dos dua duduk dukacita dulu efusinya elektrolit elok empat enam enzim
    esok fail faktor fasa februari fibrotik filem fokal fungsi gagal gambaran gangguan ganjil garis gatal
    gejala gelap gigi ginjal gula habis hadapan hal hala halus hampir hanya hari harian hasil hati hempedu
    hendak hidung hidup hingga hipertensif hormon hujung ialah idea ikut imbasan imej imun indeks injap isi
    isnin isotop isyarat itu jalan jam jangka jangkaan jantungnya januari jarak jarang jari jatuh jauh jelas
    jenis juga julai jumaat jumlah jumpa jun justeru kabur kadang kadar kahaknya kaki kakitangan kali kalium
    kalsifikasi kalsium kami kampung kanak kandungan kawalan kawasan keadaan kebas kecederaan kecemasan kecil
    kedua keempat keengganan kehijauan kehilangan kekal kekeruhan kekurangan kelabu kelenjar keletihan keluar
    keluhan kematian kembali kemerahan kemoterapi kemudian kena kencang kepala kepekatan keperluan keputihan
    kerap kerja kerosakan kesakitan kesan kesemua kesihatan kestabilan kesukaran ketara ketat ketiga ketika
    ketinggian ketulan khamis khas kira kod kolesterol komorbid kompleks komplikasi kontras kos krepitasi
    kuat kultur ekokardiogram panggilan telefon nombor ditandatangani disemak kuku kulit kuman kuning kurang kursus labur lain lalu lambat lampiran lancar langsung lanjut
    lanjutan lapan larut latar lawan lebih leher lekat lemah lemak lembut lengan lesi letak letih lihat lima
    limfa limpa luar luas luka lulus lutut maka makan makanan maklumat malaria masalah masih masing mata mei
    melalui melawat melebihi melihat meliputi membawa memberi membuat memburuk meminta memuaskan menaik
    menambah menarik mendapat mendapati menerima mengambil mengandungi mengekalkan mengelak menghadapi
    menghidapi mengikut mengukur menjadi menjalani menolak menonjol mentol menyebabkan menyokong merah
    merancang merebak merujuk mesin mesti minit minta minum moderat mohon mual mudah muka mula mulai mulut
    muntah nadi naik nama nampak nanah nanti natrium negara nilai nipis nodus nota nyata nyawa obes objektif
    ogos oksigen oktober oleh orang otak otot pagi paha pakar paling panas pandangan panggil panjang paras
    parut pasaran pasti patologi payah pecah pekerjaan pelepasan peluh pemakanan pembedahan pembengkakan
    pembesaran pemerhatian pemindahan pemulihan penahanan penceramah pendarahan pendek pengambilan
    pengeluaran pengesahan penggunaan penghidap penting penuh penyiasatan peparu peperiksaan perang
    percakapan perdarahan pergi perhatian perihal peringkat perlahan permintaan permulaan perut petang peti
    petunjuk pihak pilihan pingat pinggang plak positif prosedur prostat puasa pucat pukul pulih punca pundi
    punggung pusat putih rabu rabun ralat rambut rapat rapi rasa rawak rehat rekod rendah respon ringan
    ringkas ringkasan risau ruam ruang rumah rupa rusuk saat sabtu sahaja saiz saja saling saluran sampai
    sampel sangat sarkoma satu sebagai sebahagian sebarang sebelah seberat sebulan secara sedang sedar
    sederhana sedia sedikit segera segmen sehari sehingga sejak sejarahnya sekali sekata sekejap sekitar sel
    selain selama selamat selasa selepas selera selesa selesai seliput seluruh semakan semakin sementara
    semput semua semula senang sendi sendiri sensitif senyap seorang seperti sepuluh serak seram serentak
    sering serta setelah setiap setuju sihat sila simptom simptomatik sinaran sini skor sokongan struktur
    suara suatu subpleura sudah suhu suka suku sulit sumber sumsum suntikan supaya susunan syarat syor tahap
    tahun tajam takut tambahan tampak tandas tangan tarik tarikh tebal tekak telinga tempat tempoh tenaga
    tengah tengkuk tentang tepat tepi terakhir terapi terasa terbaring terdapat terkawal terkini terlalu
    termasuk ternyata tersebar tersebut tersekat tertentu terus tiba tidur tiga tindak tindakan tisu tiub
    toksik trakea tua tubuh tulang tumbuh tumpuan tunggal turun turut udara ujian ukuran ulser umum umumnya
    umur untung urat urin usia usus vaksinasi volum wajah wanita warna yang zon
  `
  .trim()
  .split(/\s+/)
