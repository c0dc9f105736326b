package simulator

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func TestWithoutSignalMessagesWaitInOrderAndTapsFail(t *testing.T) {
	w := newWorld(t)
	id := w.askWithButton()
	w.siti.Offline(true)
	first := w.siti.Send("satu")
	w.siti.Send("dua")
	w.siti.Edit(first, "satu setengah")
	if err := w.siti.Tap(id, "Ambil"); err == nil {
		t.Error("a tap needs a signal")
	}
	if first >= 0 || !w.siti.Messages()[2].Waiting {
		t.Errorf("id %d, %+v", first, w.siti.Messages())
	}
	between := w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "masih di sana?"})
	w.siti.Offline(false)
	all := w.siti.Messages()
	if len(all) != 5 || all[3].Text != "satu setengah" || all[4].Text != "dua" || all[3].ID < between {
		t.Errorf("after the return: %+v", all)
	}
	w.siti.Edit(first, "satu lagi")
	if got := w.poll(obj{}); said(got[len(got)-1]) != "edit: satu lagi" {
		t.Errorf("the id from the phone stays good: %+v", got)
	}
}

func TestBlockingIsToldAndUndone(t *testing.T) {
	w := newWorld(t)
	var got diary
	w.webhook(nil, func(u delivered, _ http.ResponseWriter) { got.note(said(u)) })
	w.siti.Start("")
	w.wait(w.siti)
	w.siti.Block()
	w.wait(w.siti)
	if w.siti.Send("halo?") != 0 {
		t.Error("a blocked bot can't be written to")
	}
	w.siti.Unblock()
	w.wait(w.siti)
	got.is(t, "/start", "member: kicked", "member: member")
}

func TestADeepLinkInAButtonStartsTheBot(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "Undangan", "reply_markup": obj{"inline_keyboard": [][]obj{{{"text": "Terima", "url": "https://t.me/rembuk_bot?start=u-12"}}}}})
	if err := w.siti.TapLast("Terima"); err != nil {
		t.Fatal(err)
	}
	got := w.poll(obj{})
	if last := got[len(got)-1].Message.Text; last != "/start u-12" {
		t.Errorf("got %q", last)
	}
}

func TestATapOnADeletedMessageComesWithoutIt(t *testing.T) {
	w := newWorld(t)
	id := w.askWithButton()
	w.mustSay("deleteMessage", obj{"chat_id": 1001, "message_id": id})
	w.siti.TapOld(id, "take")
	got := w.poll(obj{})
	if tap := got[len(got)-1].Tap; tap.Message.Date != 0 || tap.Message.ID != id || tap.Data != "take" {
		t.Errorf("got %+v", tap)
	}
}

func TestChatsSurviveARestartAndATornLine(t *testing.T) {
	dir := t.TempDir()
	var last int
	t.Run("first run", func(t *testing.T) {
		w := newWorldIn(t, dir)
		w.siti.Start("")
		w.siti.SendPhoto(picture(400, 300), "atap")
		last = w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "Di desa mana?", "reply_markup": obj{"keyboard": [][]string{{"Batal"}}}})
		w.poll(obj{"offset": w.poll(obj{})[0].ID + 1})
	})
	journal, err := os.OpenFile(filepath.Join(dir, "journal.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = journal.WriteString(`{"k":"post","v":{"Bot":1701,"Ch`)
	_ = journal.Close()

	w := newWorldIn(t, dir)
	all := w.siti.Messages()
	if len(all) != 3 || all[0].Text != "/start" || !all[0].Done || all[1].Done || w.siti.Keyboard() == nil {
		t.Fatalf("after the restart: %+v", all)
	}
	if data, err := w.Bytes(all[1].Photo); err != nil || len(data) == 0 {
		t.Errorf("the photo: %d bytes, %v", len(data), err)
	}
	if got := w.poll(obj{}); len(got) != 1 || got[0].Message.Caption != "atap" {
		t.Errorf("what was not confirmed: %+v", got)
	}
	if next := w.siti.Send("Batu Ampar"); next <= last {
		t.Errorf("ids go on: %d after %d", next, last)
	}
}

func TestOnlyLoopbackIsServed(t *testing.T) {
	w := newWorld(t)
	request, _ := http.NewRequest(http.MethodGet, w.url+"/bot"+token+"/getMe", nil)
	request.Host = "telegram.example.org"
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign host got %d", response.StatusCode)
	}
	if _, err := Listen("0.0.0.0:0"); err == nil {
		t.Error("listening to the world")
	}
}
