package flows

import "rembuk/internal/dialog"

// Language asks in which language we should speak.
func Language() *dialog.Flow {
	return dialog.Define("language", 1).Choice("code", "id", "en")
}
