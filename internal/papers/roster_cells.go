package papers

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/words"
)

// kecamatanSaid comes before a kecamatan that stands alone: its name may be a village's, too.
const kecamatanSaid = "Kecamatan "

// fold is a text as it is compared: small letters and figures, single spaces.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// bare is the name of a place without what it is: Kuripan of "Desa Kuripan", "Ds. Kuripan", "Kel. Pasar Manna", "Kec. Bunga Mas".
func bare(place string) string {
	for _, what := range []string{"desa", "ds", "kelurahan", "kel", "kecamatan", "kec"} {
		first, rest, ok := strings.Cut(strings.ReplaceAll(place, ".", ". "), " ")
		if ok && strings.EqualFold(strings.TrimSuffix(first, "."), what) {
			return strings.TrimSpace(rest)
		}
	}
	return place
}

// readSex reads the column L/P; nothing is nothing, and not a fault.
func readSex(text string) (sex casebook.Sex, ok bool) {
	switch said := fold(text); {
	case said == "":
		return "", true
	case saidIn("paper.man", said):
		return casebook.Man, true
	case saidIn("paper.woman", said):
		return casebook.Woman, true
	}
	return "", false
}

// readOfficer reads the column Pengurus; where it says nothing, whoever has a post is one, unless the post is that of a plain member.
func readOfficer(text, post string) bool {
	switch said := fold(text); {
	case saidIn("paper.yes", said) || strings.TrimSpace(text) == "✓" || strings.TrimSpace(text) == "√":
		return true
	case saidIn("paper.no_officer", said):
		return false
	}
	return post != "" && !saidIn("paper.plain_member", fold(post))
}

// saidIn tells whether somebody has said a thing, in any of our languages.
func saidIn(key, said string) bool {
	return slices.ContainsFunc(words.Codes, func(code string) bool { return slices.Contains(words.In(code).Words(key), said) })
}

// groupKind tells a WKSBM from another body: by the column if there is one, else by the name.
func groupKind(name, kind string) casebook.GroupKind {
	switch {
	case strings.Contains(fold(kind+" "+name), "wksbm"):
		return casebook.WKSBM
	case kind != "":
		return casebook.OtherBody
	}
	name = " " + fold(name) + " "
	for _, code := range words.Codes {
		for _, body := range words.In(code).Words("paper.bodies") {
			if strings.Contains(name, " "+body+" ") {
				return casebook.OtherBody
			}
		}
	}
	return casebook.WKSBM
}

// months knows the months by their first three letters, as they are written here, in English, and wrongly.
var months = map[string]time.Month{
	"jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "agt": 8, "ags": 8, "aug": 8,
	"sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}

// readDate reads a day: 3 Februari 2025, 03/02/2025, 3-2-25, 2025-02-03, or the number by which a sheet keeps it. The day comes before the
// month, as everywhere here. Nothing is no day, and not a fault.
func readDate(text string) (date casebook.Date, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "-– ") == "" {
		return date, true
	}
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		if serial < 20000 || serial > 80000 { // 1954 to 2119
			return date, false
		}
		return casebook.DateOf(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial))), true
	}
	day, clock, _ := strings.Cut(text, "T") // 2025-02-03T00:00:00
	if clock == "" || !strings.Contains(clock, ":") {
		day = text
	}
	parts := strings.Fields(fold(day))
	if len(parts) > 3 && !unicode.IsDigit(rune(parts[0][0])) {
		parts = parts[1:] // the weekday
	}
	if len(parts) == 6 || len(parts) == 5 {
		parts = parts[:3] // an hour
	}
	if len(parts) != 3 {
		return date, false
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	return readParts(parts[0], parts[1], parts[2])
}

func readParts(day, month, year string) (date casebook.Date, ok bool) {
	d, err1 := strconv.Atoi(day)
	y, err2 := strconv.Atoi(year)
	m, err3 := strconv.Atoi(month)
	if err3 != nil && len(month) >= 3 {
		m = int(months[month[:3]])
	}
	if len(year) == 2 {
		y += 2000
	}
	if err1 != nil || err2 != nil || y < 1950 || y > 2119 {
		return date, false
	}
	told := casebook.Date{Year: y, Month: time.Month(m), Day: d}
	if casebook.DateOf(told.In(time.UTC)) != told { // 31 November is none
		return date, false
	}
	return told, true
}
