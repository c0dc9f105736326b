package simulator

import (
	"strings"
	"testing"
	"time"
)

func TestWhatABotMayNotSend(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	w.rudi.Start("")
	w.rudi.Block()
	button := func(b obj) obj { return obj{"inline_keyboard": [][]obj{{b}}} }
	for _, refused := range []struct {
		params obj
		code   int
		why    string
	}{
		{obj{"chat_id": 77, "text": "a"}, 400, "Bad Request: chat not found"},
		{obj{"chat_id": 2001, "text": "a"}, 403, "Forbidden: bot was blocked by the user"},
		{obj{"chat_id": 1001, "text": " \n"}, 400, "Bad Request: message text is empty"},
		{obj{"chat_id": 1001, "text": strings.Repeat("a", 4095) + "😀"}, 400, "Bad Request: message is too long"},
		{obj{"chat_id": 1001, "text": "<b>a", "parse_mode": "HTML"}, 400, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{obj{"chat_id": 1001, "text": "1. a", "parse_mode": "MarkdownV2"}, 400, `Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\'`},
		{obj{"chat_id": 1001, "text": "a", "reply_markup": button(obj{"text": "b", "callback_data": strings.Repeat("x", 65)})}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		{obj{"chat_id": 1001, "text": "a", "reply_markup": button(obj{"text": "b"})}, 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{obj{"chat_id": 1001, "text": "a", "reply_parameters": obj{"message_id": 999}}, 400, "Bad Request: message to be replied not found"},
	} {
		w.refuses("sendMessage", refused.params, refused.code, refused.why)
	}
	w.AddPerson(Person{ID: 3001, FirstName: "Baru"})
	w.refuses("sendMessage", obj{"chat_id": 3001, "text": "a"}, 403, "Forbidden: bot can't initiate conversation with a user")
	w.refuses("sendPigeon", obj{}, 404, "Not Found")
}

func TestAStrangersTokenIsRefused(t *testing.T) {
	w := newWorld(t)
	w.t = t
	for path, code := range map[string]int{"/bot99:x/getMe": 401, "/botx/getMe": 404} {
		got := w.get(path)
		if got.Code != code {
			t.Errorf("%s: %d %s", path, got.Code, got.Description)
		}
	}
}

func TestAKeyboardIsPressedAndGoes(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	keys := obj{"keyboard": [][]any{{"1 Ya", "2 Tidak"}, {obj{"text": "Kirim lokasi", "request_location": true}}}, "one_time_keyboard": true}
	w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "Betul?", "reply_markup": keys})
	if err := w.siti.Press("Mungkin"); err == nil || !strings.Contains(err.Error(), `["1 Ya" "2 Tidak" "Kirim lokasi"]`) {
		t.Errorf("a key that is not there: %v", err)
	}
	if err := w.siti.Press("ya"); err != nil {
		t.Fatal(err)
	}
	if got := w.siti.Keyboard(); got != nil {
		t.Errorf("a one-time keyboard goes when it is used: %v", got)
	}
	w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "Di mana?", "reply_markup": keys})
	if err := w.siti.Press("Kirim lokasi"); err != nil {
		t.Fatal(err)
	}
	got := w.poll(obj{})
	if got[1].Message.Text != "1 Ya" || got[2].Message.Location == nil || got[2].Message.Location.Latitude != -4.45 {
		t.Errorf("got %+v", got)
	}
}

func TestTheTextAtTheLimitIsCountedAfterParsing(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "<b>" + strings.Repeat("a", 4096) + "</b>", "parse_mode": "HTML"})
}

func TestSendingTooFastIsAnsweredBy429(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	for range chatBurst {
		w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "a"})
	}
	got := w.refuses("sendMessage", obj{"chat_id": 1001, "text": "a"}, 429, "Too Many Requests: retry after 1")
	if got.Parameters.RetryAfter != 1 {
		t.Errorf("retry_after: %+v", got.Parameters)
	}
	w.Faults().Limits(false)
	w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "a"})
}

func TestEditing(t *testing.T) {
	w := newWorld(t)
	w.Faults().Limits(false)
	mine := w.siti.Start("")
	id := w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "satu"})
	edit := func(id int, text string) obj { return obj{"chat_id": 1001, "message_id": id, "text": text} }
	w.refuses("editMessageText", edit(id, "satu"), 400, "Bad Request: "+notModified)
	w.refuses("editMessageText", edit(999, "dua"), 400, "Bad Request: message to edit not found")
	w.refuses("editMessageText", edit(mine, "dua"), 400, "Bad Request: message can't be edited")
	w.mustSay("editMessageText", edit(id, "dua"))
	if m := w.siti.Last(); m.Text != "dua" || !m.Edited {
		t.Errorf("edited: %+v", m)
	}
	keys := obj{"keyboard": [][]string{{"Ya"}}}
	asked := w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "Betul?", "reply_markup": keys})
	w.refuses("editMessageText", edit(asked, "Betul sekali?"), 400, "Bad Request: message can't be edited")
}

func TestDeletingEndsAfterTwoDays(t *testing.T) {
	w := newWorld(t)
	mine := w.siti.Start("")
	id := w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "rahasia", "protect_content": true})
	if !w.siti.Last().Protected {
		t.Error("protected")
	}
	w.mustSay("deleteMessage", obj{"chat_id": 1001, "message_id": mine})
	w.time.forward(49 * time.Hour)
	w.refuses("deleteMessage", obj{"chat_id": 1001, "message_id": id}, 400, "Bad Request: message can't be deleted for everyone")
	if all := w.siti.Messages(); !all[0].Deleted || all[1].Deleted {
		t.Errorf("%+v", all)
	}
}

func TestPlannedFailures(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	say := obj{"chat_id": 1001, "text": "a"}
	w.Faults().Fail("sendMessage", 1, Failure{Code: 429, RetryAfter: 7})
	w.refuses("sendMessage", say, 429, "Too Many Requests: retry after 7")
	w.Faults().Fail("sendMessage", 1, Failure{Code: 502, Effect: true})
	w.refuses("sendMessage", say, 502, "Bad Gateway")
	if n := len(w.siti.Messages()); n != 2 {
		t.Errorf("the second failure had its effect: %d messages", n)
	}
	w.Faults().Fail("", 1, Failure{Drop: true})
	if !w.breaks("sendMessage") {
		t.Error("the connection should have been dropped")
	}
	w.mustSay("sendMessage", say)
}
