package papers

import (
	"bytes"
	"image/png"
	"testing"

	"rembuk/internal/casebook"
)

func TestASlipIsOfA6AndBearsLongWords(t *testing.T) {
	for _, s := range []casebook.Slip{
		{Number: "BS-4821-0937-9", PIN: "482913", Link: "https://t.me/rembuk_selatan_bot", Danger: "110", Kind: "lansia", Region: mufakat.Region},
		{Number: "BS-4821-0937-9", PIN: "482913", Link: "https://t.me/rembuk_selatan_bot"},
	} {
		data := must[[]byte](t)(ours().Slip("id", s))
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if b := picture.Bounds(); b.Dx() != slipWidth || b.Dy() != slipHeight {
			t.Errorf("%d by %d", b.Dx(), b.Dy())
		}
		name := "slip.png"
		if s.Kind == "" {
			name = "slip-quiet.png"
		}
		look(t, name, data)
	}
}

// Of a quiet case the paper must not say what it is about: somebody else may find it.
func TestASlipOfAQuietCaseHasNoKind(t *testing.T) {
	quiet := casebook.Case{Number: "BS-4821-0937-9", Kind: "kekerasan", Region: "17.01.09.2001", Quiet: true}
	if s := quiet.Slip("482913"); s.Kind != "" || s.Region != "" {
		t.Errorf("%+v", s)
	}
}

func TestPostersOfSeveralVillagesHaveAPageEach(t *testing.T) {
	about := Poster{Region: mufakat.Region, Link: "https://t.me/rembuk_bot?start=desa_1701102005", Danger: "110"}
	group := Poster{Region: mufakat.Region, Group: "WKSBM Mufakat", Link: "https://t.me/rembuk_bot?start=k_41", Danger: "110"}
	pages := pagesOf(t, must[[]byte](t)(ours().Poster("id", about, group)))
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	tells(t, "the group's", pages[1], "WKSBM Mufakat", "Desa Kuripan", "Bahaya sekarang: telepon 110")
}
