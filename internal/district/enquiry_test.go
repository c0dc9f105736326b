package district_test

import (
	"testing"

	"rembuk/internal/district"
)

// asked are questions that the office answers without a case, as people write them, with the key of the answer.
var asked = map[string]string{
	"cara cek bansos gimana pak":                  "status",
	"mau tanya apakah nama saya terdaftar bansos": "status",
	"cek bansos":                                                 "status",
	"kenapa saya tidak dapat bansos lagi":                        "status",
	"knp pkh sy putus pak":                                       "status",
	"saya masuk desil berapa ya":                                 "status",
	"desil 6 apakah masih dapat":                                 "status",
	"bagaimana cara melihat desil":                               "status",
	"apakah saya masih terdaftar dtks?":                          "status",
	"kok nama saya hilang dari penerima bansos":                  "status",
	"tetangga saya dapat bansos kok saya tidak":                  "status",
	"pkh saya stop dari bulan kemarin kenapa pak":                "status",
	"apa bedanya dtsen dan dtks":                                 "status",
	"min status bansos saya apa":                                 "status",
	"ngapo bansos sayo dak masuk":                                "status",
	"kapan bansos cair":                                          "when",
	"kapan cair pak":                                             "when",
	"kpn pkh cair bu":                                            "when",
	"BPNT bulan ini kapan cair?":                                 "when",
	"bantuan kapan turun lagi pak":                               "when",
	"blt sudah cair belum pak?":                                  "when",
	"uang bansos kapan masuk ya min, sudah cair belum?":          "when",
	"minta bantuan uang pak":                                     "when",
	"bisa bantu modal usaha tidak":                               "when",
	"bpjs saya mati":                                             "bpjs",
	"bpjs pbi saya tidak aktif gimana cara mengaktifkan lagi":    "bpjs",
	"kenapa kis saya mati pak":                                   "bpjs",
	"kis tidak aktif":                                            "bpjs",
	"cara daftar bpjs gratis":                                    "bpjs",
	"apakah bpjs dari pemerintah masih bisa dipakai":             "bpjs",
	"kartu indonesia sehat saya hilang bagaimana":                "bpjs",
	"jkn saya nonaktif":                                          "bpjs",
	"cara daftar bansos":                                         "propose",
	"syarat pkh apa saja":                                        "propose",
	"bagaimana cara usul bansos untuk tetangga":                  "propose",
	"gimana cara sanggah penerima bansos yang kaya":              "propose",
	"bisakah mengusulkan keluarga miskin ke bansos":              "propose",
	"orang kaya dapat bansos, lapor ke mana?":                    "propose",
	"bagaimana menurunkan desil, cara ubah desil":                "propose",
	"mau mengajukan bansos caranya apa":                          "propose",
	"pkh di desa kami salah sasaran, bagaimana sanggahnya":       "propose",
	"buat ktp di mana":                                           "papers",
	"cara urus kk hilang":                                        "papers",
	"mau bikin akta kelahiran anak":                              "papers",
	"ktp saya hilang gimana pak":                                 "papers",
	"pecah kk apa syaratnya":                                     "papers",
	"jalan rusak lapor kemana":                                   "road",
	"jalan desa kami rusak parah kapan diperbaiki":               "road",
	"lampu jalan mati di depan rumah, lapor ke siapa":            "road",
	"jembatan rusak pak, tolong":                                 "road",
	"can you check aid status?":                                  "status",
	"selamat pagi pak, mau tanya bansos saya kok tidak masuk ya": "status",
	"assalamualaikum bu mau tanya kapan pkh cair":                "when",
	"Bpk/ibu dinsos apakah kartu kis bisa diaktifkan kembali?":   "bpjs",
}

// reported are no such questions: they tell of somebody's need, or of nothing that we answer. What asks and tells is a report.
var reported = []string{
	"Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak",
	"ibu saya lumpuh dan tidak dapat bansos, tolong dibantu",
	"nenek saya 80 tahun tinggal sendiri tidak dapat bansos kenapa ya",
	"janda anak tiga tidak punya beras, bansos dak dapat, bagaimana pak",
	"kakek sakit bpjs mati tidak ada yang mengurus",
	"anak saya cacat dari lahir, bisa dapat bansos?",
	"tetangga dipukul suaminya, bansosnya diambil suami",
	"banjir di cinto mandi, bantuan kapan datang, rumah kami terendam",
	"rumah saya roboh kena angin, minta bantuan",
	"suami saya sakit stroke, kis tidak aktif, tidak bisa berobat",
	"ada orang gila di pasar manna tidak punya ktp",
	"anak terlantar di jalan, tidak punya akta kelahiran",
	"orang tidur di emperan tidak punya ktp, bagaimana ini",
	"adik saya mau bunuh diri",
	"bayi kurus tidak ada susu, ibunya tidak punya bpjs, tolong",
	"kepala desa minta uang untuk bansos",
	"pak rt memotong uang pkh 200 ribu, lapor kemana",
	"petugas minta uang untuk daftar bpjs",
	"ayah saya odgj dirantai, bpjs tidak ada",
	"anak jalanan di pasar tidak sekolah",
	"saya kelas 5 sd, ayah suka pukul aku, bisa tolong tidak",
	"nenek lumpuh di desa batu panco tidak ada yang rawat",
	"keluarga pak amin makan sekali sehari",
	"halo",
	"mau tanya",
	"terima kasih pak",
	"di desa mana kantornya",
	"berapa lama laporan saya dicek",
	"kakek buta tinggal sendiri di gubuk, ktp tidak ada, bansos tidak ada",
	"tetangga saya lansia sebatang kara tidak pernah dapat bantuan",
	"ada ibu melahirkan di pinggir jalan rusak, tolong",
	"anak saya hilang dari kemarin",
	"rumah tetangga terbakar",
	"suami saya hilang sejak kerja di malaysia",
	"orang terlantar kehabisan ongkos di terminal",
	"anak dipaksa mengemis di lampu merah",
	"pecandu narkoba, keluarganya minta tolong direhab, bpjs ada",
	"sudah seminggu keluarga itu tidak makan nasi, bansos diputus",
	"tolong pak, anak saya demam tinggi, kis mati, tidak punya uang",
	"rumah tidak layak huni, atap bocor, kapan dibantu",
}

func TestQuestionsAreToldFromReports(t *testing.T) {
	data, err := district.Load("1701")
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := district.Lexicon(data)
	if err != nil {
		t.Fatal(err)
	}
	questions := data.Ask()
	ask := func(text string) string {
		key, _ := questions.Find(text, lexicon.Read(text), lexicon.Sensitive(text))
		return key
	}
	wrong := 0
	for text, want := range asked {
		if got := ask(text); got != want {
			wrong++
			t.Logf("asked: %q is %q, want %q", text, got, want)
		}
	}
	for _, text := range reported {
		if got := ask(text); got != "" {
			t.Errorf("a report was taken for a question: %q is %q", text, got)
		}
	}
	t.Logf("%d questions, %d of them understood; %d reports", len(asked), len(asked)-wrong, len(reported))
	if wrong*20 > len(asked) { // what is not understood is asked for as a report: a bother, no harm
		t.Errorf("%d of %d questions are not understood", wrong, len(asked))
	}
}
