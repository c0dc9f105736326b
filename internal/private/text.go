// Package private holds what must not leak: a text that prints as its length wherever it goes by accident (fmt, slog, JSON, errors),
// and the key ring that seals what is kept at rest. It knows nothing of cases or chats; every room may import it.
package private

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"unicode/utf8"
)

// Text is a person's words, name, phone or anything else that must not be printed. The zero value is the empty text.
type Text struct{ s string }

// Of wraps s.
func Of(s string) Text { return Text{s} }

// Reveal returns the text itself. Each call is a place where it may leave us: keep them few.
func (t Text) Reveal() string { return t.s }

// Empty tells whether there is nothing in it.
func (t Text) Empty() bool { return t.s == "" }

// Len is the length in characters.
func (t Text) Len() int { return utf8.RuneCountInString(t.s) }

// String prints the length only, e.g. "[12 characters]".
func (t Text) String() string { return fmt.Sprintf("[%d characters]", t.Len()) }

// GoString serves %#v, which would print the field otherwise.
func (t Text) GoString() string { return t.String() }

// Format serves every verb the same way.
func (t Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(t.String())) }

// LogValue serves slog.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// MarshalJSON writes the length; what must keep the text writes Reveal itself, sealed.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }
