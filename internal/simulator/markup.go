package simulator

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
)

// InlineButton is a button under a message.
type InlineButton struct {
	Text     string    `json:"text"`
	Data     string    `json:"callback_data,omitempty"`
	URL      string    `json:"url,omitempty"`
	WebApp   *webApp   `json:"web_app,omitempty"`
	CopyText *copyText `json:"copy_text,omitempty"`
	Style    string    `json:"style,omitempty"`
	Switch   *string   `json:"switch_inline_query,omitempty"`
}

type webApp struct {
	URL string `json:"url"`
}

type copyText struct {
	Text string `json:"text"`
}

// keyButton is a button of a reply keyboard; a bare string is short for one that only has a text.
type keyButton struct {
	Text     string  `json:"text"`
	Contact  bool    `json:"request_contact,omitempty"`
	Location bool    `json:"request_location,omitempty"`
	WebApp   *webApp `json:"web_app,omitempty"`
	Style    string  `json:"style,omitempty"`
}

func (k *keyButton) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &k.Text) == nil {
		return nil
	}
	type plain keyButton
	return json.Unmarshal(raw, (*plain)(k))
}

// markup is any reply_markup: one of inline keyboard, reply keyboard, its removal, or a wish to be replied to.
type markup struct {
	Inline      [][]InlineButton `json:"inline_keyboard,omitempty"`
	Keyboard    [][]keyButton    `json:"keyboard,omitempty"`
	Resize      bool             `json:"resize_keyboard,omitempty"`
	OneTime     bool             `json:"one_time_keyboard,omitempty"`
	Persistent  bool             `json:"is_persistent,omitempty"`
	Placeholder string           `json:"input_field_placeholder,omitempty"`
	Remove      bool             `json:"remove_keyboard,omitempty"`
	ForceReply  bool             `json:"force_reply,omitempty"`
}

// markup reads and checks reply_markup; nil where there is none.
func (a *args) markup() (*markup, error) {
	if !a.has("reply_markup") {
		return nil, nil
	}
	m := &markup{}
	if !a.into("reply_markup", m) {
		return nil, badRequest("object expected as reply markup")
	}
	m.Inline, m.Keyboard = withoutEmptyRows(m.Inline), withoutEmptyRows(m.Keyboard)
	if err := m.checkInline(); err != nil {
		return nil, err
	}
	if err := m.checkKeyboard(); err != nil {
		return nil, err
	}
	if reflect.DeepEqual(*m, markup{}) {
		return nil, nil
	}
	return m, nil
}

func withoutEmptyRows[B any](rows [][]B) [][]B {
	var kept [][]B
	for _, row := range rows {
		if len(row) > 0 {
			kept = append(kept, row)
		}
	}
	return kept
}

func (m *markup) checkInline() error {
	total := 0
	for _, row := range m.Inline {
		total += len(row)
		if len(row) > 8 {
			return badRequest("reply markup is too long")
		}
		for _, b := range row {
			if err := b.check(); err != nil {
				return err
			}
		}
	}
	if total > 100 {
		return badRequest("reply markup is too long")
	}
	return nil
}

func (b InlineButton) check() error {
	switch {
	case strings.TrimSpace(b.Text) == "":
		return badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty")
	case len(b.Data) > 64:
		return badRequest("BUTTON_DATA_INVALID")
	case b.URL != "":
		// Telegram refuses hosts without a dot; a demonstration's own board lives on one.
		if u, err := url.Parse(b.URL); err != nil || u.Host == "" && u.Scheme != "tg" && u.Scheme != "tel" {
			return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
		}
	case b.WebApp != nil && !strings.HasPrefix(b.WebApp.URL, "http"):
		return badRequest("inline keyboard button Web App URL '%s' is invalid: Only HTTPS links are allowed", b.WebApp.URL)
	case b.Data == "" && b.WebApp == nil && b.CopyText == nil && b.Switch == nil:
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return nil
}

func (m *markup) checkKeyboard() error {
	total := 0
	for _, row := range m.Keyboard {
		total += len(row)
		if len(row) > 12 {
			return badRequest("reply markup is too long")
		}
		for _, b := range row {
			if strings.TrimSpace(b.Text) == "" {
				return badRequest("can't parse keyboard button: Field \"text\" must be non-empty")
			}
		}
	}
	if total > 300 {
		return badRequest("reply markup is too long")
	}
	if utf16Len(m.Placeholder) > 64 {
		return badRequest("input field placeholder is too long")
	}
	return nil
}

func sameMarkup(a, b *markup) bool {
	if a == nil || b == nil {
		return a == b
	}
	return reflect.DeepEqual(a.Inline, b.Inline)
}
