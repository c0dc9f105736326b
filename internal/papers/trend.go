package papers

import (
	"fmt"
	"strconv"

	"rembuk/internal/casebook"
)

// The picture is as wide as a phone shows sharply, and its letters are as large as a phone needs.
const (
	trendWidth, trendHeight   = 1080, 1150
	trendLeft, trendRight     = 130.0, trendWidth - 30.0
	presenceTop, presenceFoot = 270.0, 640.0
	meetingsTop, meetingsFoot = 840.0, 1040.0
	trendLetters              = 26.0
)

// Trend plots the months of a group: above, what part of its officers was present, with its numerator and denominator at every point; below,
// how many meetings there were. Two plots over the same months, since two scales in one plot are misread. A month of which nothing is known is
// a gap in the line, never a nought. PNG.
func (p Papers) Trend(lang string, i casebook.Indicators) ([]byte, error) {
	c, err := newCanvas(trendWidth, trendHeight)
	if err != nil {
		return nil, err
	}
	pl := plot{writing: p.in(lang), canvas: c, trend: i.Trend}
	pl.write(i.Group.Name, lettering{style: "B", size: 42, col: ink, most: trendWidth - 80}, point{40, 70})
	pl.write(pl.places(i.Group.Region), lettering{size: trendLetters, col: faint, most: trendWidth - 80}, point{40, 112})
	pl.write(pl.say("paper.trend_presence"), lettering{style: "B", size: 32, col: blue}, point{40, 200})
	pl.presence()
	pl.months(presenceFoot)
	pl.write(pl.say("paper.trend_meetings"), lettering{style: "B", size: 32, col: amber}, point{40, 780})
	pl.meetings()
	pl.months(meetingsFoot)
	if pl.err != nil {
		return nil, pl.err
	}
	return pictured(c)
}

// plot is the drawing of one picture; the first error stays.
type plot struct {
	writing
	canvas
	trend []casebook.MonthFigures
	err   error
}

func (pl *plot) write(text string, l lettering, at point) {
	if err := pl.canvas.text(text, l, at); err != nil && pl.err == nil {
		pl.err = err
	}
}

// step is the width of one month.
func (pl *plot) step() float64 { return (trendRight - trendLeft) / float64(max(1, len(pl.trend))) }

// middle is where the n-th month stands.
func (pl *plot) middle(n int) float64 { return trendLeft + (float64(n)+0.5)*pl.step() }

func (pl *plot) presence() {
	at := func(percent int) float64 { return presenceFoot - float64(percent)/100*(presenceFoot-presenceTop) }
	for percent := 0; percent <= 100; percent += 25 {
		pl.stroke(grid, 2, point{trendLeft, at(percent)}, point{trendRight, at(percent)})
		pl.write(strconv.Itoa(percent)+" %", lettering{size: trendLetters - 2, col: faint, align: 1}, point{trendLeft - 14, at(percent) + 9})
	}
	for n := 1; n < len(pl.trend); n++ {
		if before, now := pl.trend[n-1].Presence, pl.trend[n].Presence; before.Known() && now.Known() {
			pl.stroke(blue, 6, point{pl.middle(n - 1), at(before.Percent())}, point{pl.middle(n), at(now.Percent())})
		}
	}
	for n, month := range pl.trend {
		s := month.Presence
		if !s.Known() {
			continue
		}
		pl.dot(blue, 11, point{pl.middle(n), at(s.Percent())})
		pl.write(fmt.Sprintf("%d/%d", s.Part, s.Whole), lettering{size: trendLetters, col: ink, align: 0.5, most: pl.step() - 8, cleared: true}, point{pl.middle(n), at(s.Percent()) - 20})
	}
}

func (pl *plot) meetings() {
	most := 3
	for _, month := range pl.trend {
		most = max(most, month.Meetings)
	}
	for n, month := range pl.trend {
		col, height := ink, float64(month.Meetings)/float64(most)*(meetingsFoot-meetingsTop)
		if month.Meetings == 0 {
			col = faint
		}
		pl.rect(amber, pl.middle(n)-pl.step()*0.32, meetingsFoot-height, pl.middle(n)+pl.step()*0.32, meetingsFoot)
		pl.write(strconv.Itoa(month.Meetings), lettering{size: trendLetters, col: col, align: 0.5, most: pl.step() - 8}, point{pl.middle(n), meetingsFoot - height - 10})
	}
	pl.stroke(faint, 2, point{trendLeft, meetingsFoot}, point{trendRight, meetingsFoot})
}

// months names the months under a plot by three letters, and the year where it begins.
func (pl *plot) months(foot float64) {
	for n, month := range pl.trend {
		name := []rune(pl.monthName(month.Month.Month))
		pl.write(string(name[:3]), lettering{size: trendLetters, col: ink, align: 0.5, most: pl.step() - 4}, point{pl.middle(n), foot + 36})
		if n == 0 || month.Month.Month == 1 {
			pl.write(strconv.Itoa(month.Month.Year), lettering{size: trendLetters - 4, col: faint, align: 0.5, most: pl.step() - 4}, point{pl.middle(n), foot + 66})
		}
	}
}
