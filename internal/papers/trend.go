package papers

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/go-analyze/charts"

	"rembuk/internal/casebook"
)

// The picture is as wide as a phone shows sharply, and its letters are as large as a phone needs.
const (
	trendWidth, trendHeight = 1080, 1120
	trendSplit              = 640 // what is above it belongs to the upper plot
	trendLetters            = 24.0
)

var letters = sync.OnceValue(func() error { return charts.InstallFont("go", faces[""]) })

// Trend plots the months of a group: above, what part of its officers was present, as a percentage with its numerator and denominator; below,
// how many meetings there were. Two plots on one row of months, since two scales in one plot are misread. A month of which nothing is known is
// a gap, never a nought. PNG.
func (p Papers) Trend(lang string, i casebook.Indicators) ([]byte, error) {
	if err := letters(); err != nil {
		return nil, fmt.Errorf("take the font: %w", err)
	}
	w := p.in(lang)
	picture := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: trendWidth, Height: trendHeight, Font: charts.GetFont("go")})
	picture.FilledRect(0, 0, trendWidth, trendHeight, charts.ColorWhite, charts.ColorWhite, 0)
	presence := picture.Child(charts.PainterBoxOption(charts.NewBox(0, 0, trendWidth, trendSplit)))
	if err := presence.LineChart(w.presencePlot(i)); err != nil {
		return nil, fmt.Errorf("plot the presence: %w", err)
	}
	meetings := picture.Child(charts.PainterBoxOption(charts.NewBox(0, trendSplit, trendWidth, trendHeight)))
	if err := meetings.BarChart(w.meetingsPlot(i)); err != nil {
		return nil, fmt.Errorf("plot the meetings: %w", err)
	}
	png, err := picture.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write the plot: %w", err)
	}
	return png, nil
}

func (w writing) presencePlot(i casebook.Indicators) charts.LineChartOption {
	values := make([]float64, len(i.Trend))
	for n, month := range i.Trend {
		values[n] = charts.GetNullValue()
		if month.Presence.Known() {
			values[n] = float64(month.Presence.Percent())
		}
	}
	opt := charts.NewLineChartOptionWithData([][]float64{values})
	opt.Theme = charts.GetTheme(charts.ThemeLight)
	opt.Padding = charts.NewBox(24, 24, 24, 8)
	opt.Title = w.plotTitle(i.Group.Name, w.say("paper.trend_presence"))
	opt.XAxis = w.monthsAxis(i.Trend)
	opt.YAxis = []charts.YAxisOption{{
		Min: charts.Ptr(0.0), Max: charts.Ptr(100.0), Unit: 25, LabelCount: 5, LabelFontStyle: plotLetters(trendLetters),
		ValueFormatter: func(v float64) string { return strconv.Itoa(int(v)) + " %" }, SplitLineShow: charts.Ptr(true), RangeValuePaddingScale: charts.Ptr(0.0),
	}}
	opt.Legend.Show = charts.Ptr(false)
	opt.LineStrokeWidth = 5
	opt.Symbol = charts.Symbol{Shape: charts.SymbolDot, Size: 9}
	opt.SeriesList[0].Label = charts.SeriesLabel{
		Show: charts.Ptr(true), FontStyle: plotLetters(trendLetters), LabelFormatter: func(n int, _ string, _ float64) (string, *charts.LabelStyle) {
			s := i.Trend[n].Presence
			return fmt.Sprintf("%d/%d", s.Part, s.Whole), nil
		},
	}
	return opt
}

func (w writing) meetingsPlot(i casebook.Indicators) charts.BarChartOption {
	values := make([]float64, len(i.Trend))
	most := 4
	for n, month := range i.Trend {
		values[n] = float64(month.Meetings)
		most = max(most, month.Meetings)
	}
	opt := charts.NewBarChartOptionWithData([][]float64{values})
	opt.Theme = charts.GetTheme(charts.ThemeLight)
	opt.Padding = charts.NewBox(24, 8, 24, 24)
	opt.Title = w.plotTitle(w.say("paper.trend_meetings"), "")
	opt.CategoryAxis = w.monthsAxis(i.Trend)
	opt.ValueAxis = []charts.ValueAxisOption{{
		Min: charts.Ptr(0.0), Max: charts.Ptr(float64(most + 1)), Show: charts.Ptr(false),
	}}
	opt.Legend.Show = charts.Ptr(false)
	opt.SeriesList[0].Label = charts.SeriesLabel{
		Show: charts.Ptr(true), FontStyle: plotLetters(trendLetters), LabelFormatter: func(n int, _ string, _ float64) (string, *charts.LabelStyle) {
			if i.Trend[n].Meetings == 0 {
				return "", nil
			}
			return strconv.Itoa(i.Trend[n].Meetings), nil
		},
	}
	return opt
}

func (w writing) plotTitle(text, under string) charts.TitleOption {
	return charts.TitleOption{
		Text: printable(text), Subtext: printable(under), FontStyle: plotLetters(trendLetters + 8), SubtextFontStyle: plotLetters(trendLetters),
		Offset: charts.OffsetLeft,
	}
}

// monthsAxis names the months by three letters, and the year where it begins.
func (w writing) monthsAxis(trend []casebook.MonthFigures) charts.XAxisOption {
	var labels []string
	for n, month := range trend {
		label := []rune(w.monthName(month.Month.Month))[:3]
		if n == 0 || month.Month.Month == 1 {
			labels = append(labels, fmt.Sprintf("%s\n%d", string(label), month.Month.Year))
			continue
		}
		labels = append(labels, string(label))
	}
	return charts.XAxisOption{Labels: labels, LabelFontStyle: plotLetters(trendLetters - 3), BoundaryGap: charts.Ptr(true), LabelCount: len(labels)}
}

func plotLetters(size float64) charts.FontStyle {
	return charts.FontStyle{FontSize: size, Font: charts.GetFont("go"), FontColor: charts.ColorBlack}
}
