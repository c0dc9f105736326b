package papers

// RosterTemplate is an empty table of groups and members with its heads and one line that shows how it is filled, to send out and read back
// with ReadRoster. XLSX.
func (p Papers) RosterTemplate(lang string) ([]byte, error) {
	w := p.in(lang)
	b := newBook()
	var head []string
	var example []any
	for _, c := range columns {
		head = append(head, w.say("paper.head."+string(c)))
		example = append(example, w.say("paper.example."+string(c)))
	}
	b.sheet(w.say("paper.roster"), []float64{24, 12, 18, 18, 12, 22, 18, 18, 28, 6, 22, 11}, head, [][]any{example})
	return b.file()
}
