package chat

import "strings"

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes a text safe inside a Message's Text.
func Escape(s string) string { return escaper.Replace(s) }
