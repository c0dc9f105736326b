package flows

import "rembuk/internal/dialog"

// Enquiry asks what somebody wants to know; own words will do.
func Enquiry() *dialog.Flow { return dialog.Define("question", 1).Choice("topic").Listed().Free() }
