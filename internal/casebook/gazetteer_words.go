package casebook

import "strings"

// What Indonesian puts around the names of places. Nothing here belongs to one district: local words are data (Alias).

// wordRole is what a word does beside a name.
type wordRole uint8

const (
	wordPlain     wordRole = iota
	wordNoise              // says nothing about the place: "pak", "rumahnya", a house number
	wordVillage            // a village's name follows: "desa"
	wordAt                 // a place may follow: "di"
	wordKecamatan          // a kecamatan's name follows
	wordBeside             // what follows is near the place, or not the place at all: "dekat", "bukan", "jalan"
	wordPerson             // a person's name follows: "pak"
	wordNumber             // I, 2, tiga
)

// roleOf reports what a word does; plain when nothing is known about it.
func roleOf(word string) wordRole {
	if r, ok := roleWords[word]; ok {
		return r
	}
	if stem, ok := strings.CutSuffix(word, "nya"); ok {
		return roleWords[stem]
	}
	return wordPlain
}

var roleWords = roleWordsOf(map[wordRole]string{
	wordVillage:   "desa ds des kelurahan kel klurahan kampung kampong kp kmp dusun dsn dsun kades lurah kadus kadun",
	wordAt:        "di d warga penduduk masyarakat orang",
	wordKecamatan: "kecamatan kec kcamatan kecamtan",
	wordBeside: `bukan selain dekat sebelah seberang samping arah menuju perbatasan antara jalan jln jl simpang lewat sebelum sesudah dari asal ke
		tetangga seputar sekitar`,
	wordPerson: "pak bapak bpk bu ibu nek nenek kakek datuk wak bang kak mang mamak cik dang haji hj h sdr sdri saudara nama bernama almarhum alm",
	wordNoise: `kab kabupaten kabupten prov provinsi rt rw rumah yang yg dan atau ada adalah itu ini tu ni saya aku kami kita kito kitau mereka dia kalau kalo ya iya
		yo nah min admin dinas sosial tolong mohon bantu bantuan butuh perlu minta lapor melapor laporan mau ingin tinggal alamat lokasi tempat posisi kejadian
		terjadi daerah wilayah dalam luar pada untuk utk dengan dgn tidak tdk dak endik nido belum sudah lah kok sini sana situ disini disana mana dimana
		sekarang tadi kemarin hari pagi siang sore malam banyak sekali sangat jembatan masjid mesjid sekolah balai kantor puskesmas sawah kebun
		depan belakang pinggir ujung selamat assalamualaikum terima kasih jadi tapi namun juga lagi masih keluarga anak suami istri tetapi sakit
		no nomor tepatnya persis yaitu maksud namanya`,
})

func roleWordsOf(lists map[wordRole]string) map[string]wordRole {
	m := map[string]wordRole{}
	for r, list := range lists {
		for _, word := range strings.Fields(list) {
			m[word] = r
		}
	}
	return m
}

// numerals are the numbers that villages carry, as they are said. Dialects end the words in -o or -e.
var numerals = map[string]string{
	"i": "1", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
	"satu": "1", "sato": "1", "sutik": "1", "kesatu": "1", "pertama": "1", "pertamo": "1",
	"dua": "2", "duo": "2", "due": "2", "duau": "2", "kedua": "2", "keduo": "2",
	"tiga": "3", "tigo": "3", "tige": "3", "tigau": "3", "ketiga": "3", "ketigo": "3",
	"empat": "4", "mpat": "4", "keempat": "4", "lima": "5", "limo": "5", "enam": "6", "tujuh": "7", "delapan": "8", "sembilan": "9", "sepuluh": "10",
	"11": "2", "111": "3", // II and III typed with ones
}

// counted are words before which a number counts something and is no part of a name: "di Tungkal 2 orang sakit".
var counted = wordSet(`orang rumah hari anak kk jiwa bulan tahun thn minggu kali kepala keluarga unit buah ekor malam jam menit meter km warga lansia balita
	korban bersaudara org`)

// numbered are words after which a number is a house, a street or an hour and no part of a name: "RT 3", "dusun II".
var numbered = wordSet("rt rw dusun dsn jam pukul umur usia umo tanggal tgl km blok gang gg lorong lrg kepala nik hp wa")

// everyday words make no name by themselves: "pasar baru", "belakang gedung" are said of any market and any building.
var everyday = wordSet(`pasar baru lama kampung dusun tengah bawah atas belakang depan gedung jalan simpang jembatan pekan kota desa puding tambangan`)

// landscape words are what many villages and also rivers and hills are called by: "batu kuning" may be a stone.
var landscape = wordSet(`batu air gunung bukit tanjung padang muara lubuk talang kebun karang pulau danau telaga tebat sawah darat
	besar lebar panjang kecil tinggi rendah dalam kuning hitam putih indah 1 2 3 4 5`)

// prefixes are written together with what follows or apart from it, as people like: Sukaraja, Suka Raja.
var prefixes = []string{"suka", "sido", "marga", "sumber", "tanjung", "karang", "muara"}

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(list) {
		m[word] = true
	}
	return m
}
