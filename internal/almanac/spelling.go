package almanac

// The words of the grammar, in both languages. Sentences that people read are in internal/words.

var weekdays = map[string]int{
	"minggu": 0, "ahad": 0, "senin": 1, "selasa": 2, "rabu": 3, "kamis": 4, "jumat": 5, "sabtu": 6,
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

// shortDays count only where a date or an hour stands beside them: "min" and "sel" are other words as well.
var shortDays = map[string]int{
	"min": 0, "mgg": 0, "mg": 0, "sen": 1, "sel": 2, "sls": 2, "rab": 3, "rb": 3, "kam": 4, "kms": 4, "jum": 5, "jmt": 5, "sab": 6, "sbt": 6, "snn": 1, "snin": 1,
	"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6,
}

// months count only with a number or an edge beside them: April, Juni and Agus are people too.
var months = map[string]int{
	"januari": 1, "jan": 1, "january": 1, "februari": 2, "feb": 2, "peb": 2, "pebruari": 2, "february": 2, "maret": 3, "mar": 3, "mrt": 3, "march": 3,
	"april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7, "agustus": 8, "agu": 8, "ags": 8, "agt": 8,
	"agst": 8, "agust": 8, "agus": 8, "aug": 8, "august": 8, "september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "oct": 10, "october": 10,
	"november": 11, "nov": 11, "nop": 11, "nopember": 11, "desember": 12, "des": 12, "dec": 12, "december": 12,
}

// englishMonths stand before their day as well.
var englishMonths = []string{"january", "jan", "february", "feb", "march", "mar", "april", "apr", "may", "june", "jun", "july", "jul", "august", "aug", "september", "sept", "sep",
	"october", "oct", "november", "nov", "december", "dec"}

var units = map[string]int{
	"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
}

var teens = map[string]int{
	"sepuluh": 10, "sebelas": 11, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "tenth": 10, "eleventh": 11, "twelfth": 12,
}

var tens = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

// oneUnit are the units of time that say "one" by themselves.
var oneUnit = map[string]string{"sehari": "hari", "seminggu": "minggu", "sepekan": "minggu", "sebulan": "bulan", "setahun": "tahun", "sejam": "jam"}

// spellings are other ways to write the words of the grammar.
var spellings = map[string]string{
	"bsk": "besok", "bsok": "besok", "besuk": "besok", "bsuk": "besok", "bisuk": "besok", "esok": "besok", "besoknya": "besok", "tomorrow": "besok", "tmrw": "besok",
	"kmrn": "kemarin", "kemaren": "kemarin", "kmaren": "kemarin", "kmren": "kemarin", "yesterday": "kemarin", "td": "tadi", "tdi": "tadi",
	"nnti": "nanti", "nti": "nanti", "ntar": "nanti", "entar": "nanti", "hr": "hari", "hri": "hari", "day": "hari", "days": "hari",
	"senen": "senin", "slasa": "selasa", "slsa": "selasa", "rebo": "rabu", "kemis": "kamis", "jumaat": "jumat", "jumah": "jumat", "jumuah": "jumat", "saptu": "sabtu",
	"week": "pekan", "weeks": "pekan", "bln": "bulan", "month": "bulan", "months": "bulan", "mggu": "minggu", "mgu": "minggu", "thn": "tahun", "th": "tahun", "year": "tahun",
	"tgl": "tanggal", "tg": "tanggal", "tggl": "tanggal", "tangal": "tanggal", "depannya": "depan", "dpn": "depan", "dpan": "depan", "mendatang": "depan", "kedepan": "depan",
	"lg": "lagi", "lgi": "lagi", "lalau": "lalu", "ll": "lalu", "ago": "lalu", "yg": "yang", "akn": "akan", "dtg": "datang",
	"jm": "jam", "pukul": "jam", "pkl": "jam", "pk": "jam", "puku": "jam", "oclock": "jam", "hour": "jam", "hours": "jam", "mnt": "menit", "minutes": "menit", "minute": "menit",
	"lapan": "delapan", "dlapan": "delapan", "smbilan": "sembilan", "stengah": "setengah", "stgh": "setengah", "stngah": "setengah", "setngah": "setengah", "krg": "kurang", "krang": "kurang", "lwt": "lewat", "lebih": "lewat", "past": "lewat",
	"perempat": "seperempat", "quarter": "seperempat", "pgi": "pagi", "pg": "pagi", "sng": "siang", "siank": "siang", "sor": "sore", "sre": "sore", "mlm": "malam", "malem": "malam", "mlam": "malam",
	"shubuh": "subuh", "fajar": "subuh", "ashr": "ashar", "asar": "ashar", "asr": "ashar", "dzuhur": "zuhur", "dhuhur": "zuhur", "zhuhur": "zuhur", "duhur": "zuhur", "lohor": "zuhur", "luhur": "zuhur",
	"maghrib": "magrib", "mahgrib": "magrib", "isyak": "isya", "isa": "isya", "isha": "isya",
	"badda": "bada", "bakda": "bada", "abis": "bada", "habis": "bada", "hbs": "bada", "setelah": "bada", "stlh": "bada", "sesudah": "bada", "selepas": "bada", "usai": "bada", "after": "bada",
	"shalat": "salat", "sholat": "salat", "solat": "salat", "sembahyang": "salat", "today": "hariini", "tonight": "malamini",
	"sampe": "sampai", "hingga": "sampai", "until": "sampai", "till": "sampai", "sd": "sampai", "setiap": "tiap", "every": "tiap",
	"next": "next", "coming": "next", "ahir": "akhir", "pertengahan": "tengahan", "medio": "tengahan",
}

// plain gives the plain spelling of a word, which is the word itself where the grammar does not know it.
func plain(w string) string {
	if p, ok := spellings[w]; ok {
		return p
	}
	if p := mended(w); p != "" {
		return p
	}
	return w
}
