package almanac_test

import (
	"fmt"
	"time"

	"rembuk/internal/almanac"
)

var tuesday = time.Date(2026, 11, 24, 10, 0, 0, 0, wib)

func ExampleRead() {
	r := almanac.Read("Senin depan jam 9 di balai desa", tuesday)
	fmt.Println(r.Moment.At.Format("Mon 2 Jan 15.04"), "|", r.Rest)

	r = almanac.Read("besok jam 2", tuesday)
	for _, m := range r.Maybe {
		fmt.Println("or", m.At.Format("Mon 2 Jan 15.04"))
	}
	// Output:
	// Mon 30 Nov 09.00 | balai desa
	// or Wed 25 Nov 02.00
	// or Wed 25 Nov 14.00
}

func ExampleReadPast() {
	fmt.Println(almanac.ReadPast("Senin", tuesday).Moment.Day.Format("Mon 2 Jan"))
	// Output: Mon 23 Nov
}

func ExampleReadDue() {
	r := almanac.ReadDue("Jumadil memperbarui daftar lansia, paling lambat 30 November", tuesday)
	fmt.Println(r.Moment.Day.Format("2 Jan"), "|", r.Rest)
	// Output: 30 Nov | Jumadil memperbarui daftar lansia
}

func ExampleReadClock() {
	fmt.Println(almanac.ReadClock("setengah sepuluh").Minutes, almanac.ReadClock("2").Maybe)
	// Output: 570 [120 840]
}
