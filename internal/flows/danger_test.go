package flows_test

import (
	"testing"

	"rembuk/internal/casebook"
	"rembuk/internal/dialog"
	"rembuk/internal/district"
	"rembuk/internal/flows"
)

func told(pieces ...dialog.Piece) dialog.Draft {
	return dialog.Draft{Flow: "report", Answers: dialog.Answers{"story": {Pieces: pieces}}}
}

// What the person says is no danger does not come back for the same words; for others it does.
func TestDangerIsAskedOnceForTheSameWords(t *testing.T) {
	flood := casebook.Guess{Danger: casebook.DangerDisaster, Why: []casebook.Hit{{Words: "banjir", Rule: "danger:disaster @hazard"}}}
	blow := casebook.Guess{Danger: casebook.DangerViolence, Why: append(flood.Why, casebook.Hit{Words: "dipukul", Rule: "danger:violence @strike"})}
	d, fresh := flows.Alarm(told(), flood)
	if !fresh || flows.Alarmed(d) != casebook.DangerDisaster {
		t.Fatal("danger is not heard")
	}
	d = flows.Calm(d)
	if d, fresh = flows.Alarm(d, flood); fresh || flows.Alarmed(d) != "" {
		t.Error("asked again for the same words")
	}
	if d, fresh = flows.Alarm(d, blow); !fresh || flows.Alarmed(d) != casebook.DangerViolence {
		t.Error("other words of danger are not heard")
	}
}

func TestAReportThatWasNotFinishedIsFiledAsTheWorst(t *testing.T) {
	lexicon := casebook.Lexicon{}
	f := flows.Filing(dialog.Frozen{Draft: flows.SendAs(told(dialog.Piece{Text: "tolong"}), flows.AsDanger)}, lexicon)
	if !f.Alarm || f.Urgency != casebook.Emergency || f.Disclosure != casebook.OfficeOnly || f.Region != "" {
		t.Errorf("%+v", f)
	}
	d := told(dialog.Piece{Text: "kades memukul warga"})
	d.Answers["who"] = dialog.Answer{Option: "officials"}
	if f := flows.Filing(dialog.Frozen{Draft: flows.SendAs(d, flows.AsDanger)}, lexicon); f.Shield != casebook.ShieldOffice {
		t.Errorf("before it is said who, the shield is %q", f.Shield)
	}
}

// The place is as narrow as is known for certain, and no narrower.
func TestWhereDangerIs(t *testing.T) {
	data, err := district.Load("1701")
	if err != nil {
		t.Fatal(err)
	}
	places := flows.Places{Gazetteer: data.Gazetteer()}
	village, _ := places.Find("kayu ajaran") // amid its kecamatan
	r, _ := places.Region(village)
	inside := told(dialog.Piece{Text: "tolong"})
	inside.Within = "17.01.02"
	for name, try := range map[string]struct {
		d    dialog.Draft
		want string
	}{
		"nothing said":         {told(dialog.Piece{Text: "ada yang mengamuk"}), "17.01"},
		"a kecamatan typed":    {told(dialog.Piece{Text: "tolong"}, dialog.Piece{Text: "kecamatan seginim"}), "17.01.02"},
		"a list of villages":   {inside, "17.01.02"},
		"a pin":                {told(dialog.Piece{Kind: "pin", Lat: r.Lat, Lon: r.Lon}), "17.01.09"},
		"a pin far away":       {told(dialog.Piece{Kind: "pin", Lat: -6.2, Lon: 106.8}), "17.01"},
		"a village with twins": {told(dialog.Piece{Text: "kebakaran di desa sukaraja"}), "17.01"},
	} {
		if got := flows.Whereabouts(try.d, places, "17.01"); got != try.want {
			t.Errorf("%s: %s, want %s", name, got, try.want)
		}
	}
}
