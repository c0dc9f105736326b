package casebook_test

import (
	"slices"
	"strings"
	"testing"
)

// The stories are made up. With "|" all of them are meant, because twins share a name; "" names no village.
var stories = []struct{ story, codes string }{
	{"Banjir di cinto mandi kec pino raya, air setinggi lutut", "17.01.06.2013"},
	{"Nek Rumsia 82 tahun sendirian di batu panco, tiga hari dak keluar rumah", "17.01.09.2001"},
	{"Ada anak tidak sekolah, desa sukaraja", "17.01.02.2002|17.01.07.2009"},
	{"Ada anak tidak sekolah di desa Sukaraja kecamatan Seginim", "17.01.02.2002"},
	{"dusun II Batu Panco, rumah kakek roboh", "17.01.09.2001"},
	{"Rumah terbakar tadi malam di Air Tenam", "17.01.09.2010"},
	{"Longsor menutup jalan di Kayu Ajaran, Ulu Manna. Tiga rumah rusak", "17.01.09.2009"},
	{"Bapak di Tungkal 2 orangnya sakit keras", "17.01.06.2007"},
	{"Di tungkal I ada lansia sebatang kara", "17.01.06.2006"},
	{"warga Gelumbang butuh bantuan makanan", "17.01.05.2006"},
	{"kades Serang Bulan minta petugas datang", "17.01.06.2010"},
	{"Kakek saya di Keban Agung II sudah dua hari tidak makan", "17.01.01.2006"},
	{"Kakek saya di keban agung sakit", "17.01.01.2005|17.01.01.2006|17.01.01.2009"},
	{"orang gila mengamuk di tanjung aur", "17.01.10.2009|17.01.03.2001|17.01.06.2016"},
	{"orang gila mengamuk di tanjung aur 2", "17.01.06.2016"},
	{"Di desa Mela'o ada ibu hamil ditinggal suami", "17.01.04.2024"},
	{"di desa melao ada ibu hamil", "17.01.04.2024"},
	{"Kelurahan Ibul RT 3, lansia tinggal sendiri", "17.01.05.1019"},
	{"ada ODGJ di kelurahan Pasar Bawah sering lempar batu", "17.01.11.1009"},
	{"kelurahan belakang gedung, ada anak jalanan tidur di emper", "17.01.11.1005"},
	{"Keluarga miskin di Gunung Ayu, Kota Manna", "17.01.05.1009"},
	{"Keluarga miskin di Gunung Ayu", "17.01.02.2011|17.01.05.1009"},
	{"bu tolong, ds. lubuk tapi banjir", "17.01.09.2008"},
	{"desa padang manis ada yang dipasung", "17.01.04.2031"},
	{"desa Padang Bindo ada yang dipasung", "17.01.07.2006"},
	{"kelurahan kayu kunit, nenek jatuh", "17.01.04.1022"},
	{"Saya dari Dinas. Di Napal Melintang ada korban angin puting beliung", "17.01.06.2009"},
	{"Batu Panco dan Batu Kuning Ulu Manna kena banjir bandang", "17.01.09.2001|17.01.09.2002"},
	{"banjir di Batu Panco dan Merambung", "17.01.09.2001|17.01.09.2004"},
	{"longsor di Kayu Ajaran, Merambung sampai Lubuk Tapi", "17.01.09.2009|17.01.09.2004|17.01.09.2008"},
	{"Kejadian di Muara Tiga Ilir kecamatan Kedurang", "17.01.01.2030"},
	{"di desa muara tiga ada bayi kurang gizi kec kedurang", "17.01.01.2011"},
	{"di kelurahan Masat ada pengemis", "17.01.03.1018"},
	{"anak hanyut di Gindo Suli Bunga Mas", "17.01.10.2003"},
	{"Tetangga kami di Pagar Gading lumpuh, butuh kursi roda", "17.01.06.2012"},
	{"ada warga Talang Tinggi kena longsor", "17.01.09.2006"},
	{"desa kota agung, rumah reot", "17.01.02.2006"},
	{"Ibu Neli di Jeranglah Tinggi, janda tiga anak", "17.01.04.2027"},
	// None: names of people, common words, other cities, places beside.
	{"Pak Masat tetangga saya sakit keras", ""},
	{"suaminya bernama Sukaraja memukul dia tiap malam", ""},
	{"Ada muara tiga sungai yang banjir", ""},
	{"anak itu jatuh di belakang gedung sekolah", ""},
	{"pedagang di pasar baru minta dipindah", ""},
	{"anaknya kerja di kota medan dan tidak pernah pulang", ""},
	{"dia pindah ke Kota Padang tahun lalu", ""},
	{"tolong pak, kakek saya sakit", ""},
	{"nenek minta puding saja tiap hari", ""},
	{"batu kuning jatuh dari gunung", ""},
	{"rumahnya dekat Batu Panco tapi saya tidak tahu nama desanya", ""},
	{"bukan di batu panco kejadiannya", ""},
	{"Jalan Padang Manis rusak parah", ""},
	{"kampung baru kena banjir", ""},
	{"kami tinggal di tengah dusun, air naik", ""},
	{"tanjung besar harapan kami untuk bantuan", ""},
	{"di muara tiga orang hanyut", ""},
	{"gunung ini longsor, rumah di bawah rusak", ""},
	{"bapak saya orang Seginim, sudah tua", ""},
	{"Pino Raya banjir semua", ""},
	{"ada 2 orang tua terlantar di pasar", ""},
	{"suka jaya-jayanya dulu, sekarang miskin", ""},
	{"ibu Limus meninggal, anaknya tiga orang terlantar", ""},
	{"anak kami Maras, umur 7 tahun, lumpuh", ""},
	{"Assalamualaikum, saya mau tanya bansos PKH", ""},
	{"dia bekerja di tambangan pasir", ""},
	{"", ""},
}

func TestMentionedInAStory(t *testing.T) {
	g := bengkuluSelatan(t)
	none := 0
	for _, s := range stories {
		got := ""
		for i, code := range codes(g.Mentioned(s.story)) {
			if i > 0 {
				got += "|"
			}
			got += code
		}
		if s.codes == "" {
			none++
		}
		if sorted(got) != sorted(s.codes) {
			t.Errorf("%q mentions %v, want %v", s.story, labels(g, split(got)), labels(g, split(s.codes)))
		}
	}
	t.Logf("%d stories, %d of them without a village", len(stories), none)
}

func sorted(codes string) string {
	list := split(codes)
	slices.Sort(list)
	joined := ""
	for _, code := range list {
		joined += code + "|"
	}
	return joined
}

func split(codes string) []string {
	if codes == "" {
		return nil
	}
	return strings.Split(codes, "|")
}
