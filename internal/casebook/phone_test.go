package casebook

import (
	"testing"
	"time"
)

func TestReadPhone(t *testing.T) {
	for text, want := range map[string]string{
		"081234567890": "+6281234567890", "0812-3456-7890": "+6281234567890", "0812 3456 7890": "+6281234567890", "6281234567890": "+6281234567890",
		"+62 812 3456 7890": "+6281234567890", "+62812.3456.789": "+62812345678" + "9", "0812345678": "+62812345678", "0812345678901": "+62812345678901",
		"081234567": "", "08123456789012": "", "07365123456": "", "1701094505820001": "", "628abc45678": "", "": "", "110": "",
	} {
		if got, ok := ReadPhone(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestAPhoneIsTakenOutOfAText(t *testing.T) {
	for text, want := range map[string]struct{ masked, phone string }{
		"hubungi 081234567890 ya":                   {"hubungi 0812xxxxxx90 ya", "+6281234567890"},
		"hp 0812 3456 7890, rumah no 12":            {"hp 0812 xxxx xx90, rumah no 12", "+6281234567890"},
		"wa +62 812-3456-7890":                      {"wa +62 81x-xxxx-xx90", "+6281234567890"},
		"081234567890 4 orang":                      {"0812xxxxxx90 4 orang", "+6281234567890"},
		"dua nomor 081234567890 dan 082212345678":   {"dua nomor 0812xxxxxx90 dan 0822xxxxxx78", "+6281234567890"},
		"laporan BS-0812-3456-7 kemarin":            {"laporan BS-0812-3456-7 kemarin", ""},
		"umur 82 tahun, sejak 08.30, tiga hari":     {"umur 82 tahun, sejak 08.30, tiga hari", ""},
		"NIK 1701xxxxxxxx0001":                      {"NIK 1701xxxxxxxx0001", ""},
		"bantuan 08-12-2026 sampai 09-12-2026 pagi": {"bantuan 08-12-2026 sampai 09-12-2026 pagi", ""},
		"rekening a081234567890":                    {"rekening a081234567890", ""},
	} {
		masked, phone, _ := TakePhone(text)
		if masked != want.masked || phone.Reveal() != want.phone {
			t.Errorf("%q: %q %q, want %q %q", text, masked, phone.Reveal(), want.masked, want.phone)
		}
		if again, _, found := TakePhone(masked); found || again != masked {
			t.Errorf("%q is taken twice: %q", text, again)
		}
	}
}

func TestReadSafeHours(t *testing.T) {
	for text, want := range map[string]string{
		"9-11": "09.00-11.00", "jam 9 sampai 11": "09.00-11.00", "09.30-11.15": "09.30-11.15", "jam 7 malam": "19.00-20.00", "jam 2 siang": "14.00-15.00",
		"pagi": "07.00-10.00", "malam": "18.00-21.00", "jam 10 pagi": "10.00-11.00", "22-5": "22.00-05.00", "kapan saja": "", "": "", "jam 31": "", "1 2 3": "",
	} {
		got, ok := ReadSafeHours(text)
		if ok != (want != "") || ok && got.Clock() != want {
			t.Errorf("%q: %s %v, want %q", text, got.Clock(), ok, want)
		}
	}
}

// A notice waits for the next safe hour, over midnight as well.
func TestTheNextSafeHour(t *testing.T) {
	zone := time.FixedZone("WIB", 7*3600)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }
	day, night := SafeHours{540, 660}, SafeHours{22 * 60, 5 * 60}
	for _, row := range []struct {
		hours    SafeHours
		at, want time.Time
	}{
		{day, at(24, 8, 0), at(24, 9, 0)}, {day, at(24, 10, 30), at(24, 10, 30)}, {day, at(24, 11, 0), at(25, 9, 0)},
		{night, at(24, 23, 0), at(24, 23, 0)}, {night, at(25, 4, 0), at(25, 4, 0)}, {night, at(25, 6, 0), at(25, 22, 0)}, {SafeHours{}, at(24, 3, 0), at(24, 3, 0)},
	} {
		got := row.hours.Next(row.at.UTC(), zone)
		if !got.Equal(row.want) || !row.hours.Holds(got.In(zone)) {
			t.Errorf("%s at %v: %v, want %v", row.hours.Clock(), row.at, got, row.want)
		}
	}
}

// The village reads a landmark: what tells who reports is none.
func TestSaysWhere(t *testing.T) {
	for _, text := range []string{"dekat masjid Al Huda", "RT 02 dusun 3", "belakang SD 12", "rumah panggung di sebelah warung Bu Neli", "simpang tiga Kutau"} {
		if !SaysWhere(text) {
			t.Errorf("%q says where", text)
		}
	}
	for _, text := range []string{"rumah saya dekat masjid", "tetangga kami di RT 2", "kakinya bengkak", "nama saya Hartati, RT 2", "tolong cepat"} {
		if SaysWhere(text) {
			t.Errorf("%q says who, or nothing of where", text)
		}
	}
}

func TestReadNumberAndPIN(t *testing.T) {
	number := NewNumber("BS", 48210937)
	for _, text := range []string{string(number) + " 482913", "bs " + string(number)[3:] + " pin 482913", string(number) + "\nPIN: 482913", string(number) + ", 482913"} {
		got, pin, ok := ReadNumberAndPIN("BS", text)
		if !ok || got != number || pin != "482913" {
			t.Errorf("%q: %s %s %v", text, got, pin, ok)
		}
	}
	for _, text := range []string{string(number), "482913", "BS-4821-0937-0 482913", "ada 4 orang 482913", "4821 0937", ""} {
		if _, _, ok := ReadNumberAndPIN("BS", text); ok {
			t.Errorf("%q is no number with a PIN", text)
		}
	}
}
