package casebook

// Slip is what a resident is handed after an officer has reported for that resident.
type Slip struct {
	Number Number
	PIN    string
	Link   string // of the bot
	Danger string // number to call in danger; "" where none may be shown
	Kind   string // what it is about; "" of a quiet case: somebody else may find the paper
	Region string // code; "" of a quiet case
}

// Slip of a case, as its paper may say it.
func (c Case) Slip(pin string) Slip {
	s := Slip{Number: c.Number, PIN: pin}
	if !c.Quiet {
		s.Kind, s.Region = c.Kind, c.Region
	}
	return s
}

// Poster is what a poster says beside its standing words.
type Poster struct {
	Region string // code of the place where it hangs, "" for anywhere in the district
	Group  string // name of the group whose poster it is; "" for none
	Link   string // the deep link of the QR code
	Danger string // number to call in danger; "" where none may be shown
}
