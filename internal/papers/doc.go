// Package papers makes what is printed, sent as a file or read from one: minutes and attendance list as PDF and XLSX, monthly reports, a plot
// of a group as PNG, QR pictures, calendar files, and rosters from CSV and XLSX. It refuses to know where the data comes from and who may
// read it: whoever calls it has asked for the right before.
package papers

import (
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/words"
)

// Papers makes the papers of one district. It keeps nothing and may be used by many at once.
type Papers struct {
	Voice  func(lang string) *words.Language
	Region func(code string) (casebook.Region, bool)
	Topic  func(lang, key string) string // names a coaching topic; nil: by its key
	Zone   *time.Location
	Office string // as it stands under a paper: Dinas Sosial Kabupaten Bengkulu Selatan
	Host   string // what calendar entries are called by, after the @; fixed for ever, or an entry comes twice
}

// writing is the making of one paper: in one language.
type writing struct {
	Papers
	voice *words.Language
}

func (p Papers) in(lang string) writing { return writing{p, p.Voice(lang)} }
