package simulator

import (
	"testing"
	"time"
)

func TestABotPollsWhatAPersonWrites(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("d1701")
	w.siti.Send("Nek Rumsia sendirian")
	got := w.poll(obj{})
	if len(got) != 2 || got[0].Message.Text != "/start d1701" || got[1].Message.Text != "Nek Rumsia sendirian" {
		t.Fatalf("got %+v", got)
	}
	if e := got[0].Message.Entities; len(e) != 1 || e[0].Type != "bot_command" || e[0].Offset != 0 || e[0].Length != 6 {
		t.Errorf("entities: %+v", e)
	}
	if again := w.poll(obj{}); len(again) != 2 {
		t.Errorf("unconfirmed updates come again: %d", len(again))
	}
	if rest := w.poll(obj{"offset": got[0].ID + 1}); len(rest) != 1 || rest[0].ID != got[1].ID {
		t.Errorf("after the offset: %+v", rest)
	}
	w.poll(obj{"offset": got[1].ID + 1})
	w.wait(w.siti)
	if m := w.siti.Messages(); !m[0].Done || !m[1].Done {
		t.Error("confirmed messages have their ticks")
	}
}

func TestALongPollWakesAtAMessage(t *testing.T) {
	w := newWorld(t)
	got := make(chan []delivered)
	go func() { got <- w.poll(obj{"timeout": 30}) }()
	w.siti.Send("halo")
	if found := <-got; len(found) != 1 || found[0].Message.Text != "halo" {
		t.Errorf("got %+v", found)
	}
}

func TestASecondPollEndsTheFirst(t *testing.T) {
	w := newWorld(t)
	first := make(chan apiReply)
	go func() { first <- w.api("getUpdates", obj{"timeout": 30}) }()
	_ = w.await(w.ctx, func() bool { return w.bots[0].poll != nil })
	w.api("getUpdates", obj{})
	if ended := <-first; ended.Code != 409 {
		t.Errorf("the first poll ended with %d %s", ended.Code, ended.Description)
	}
}

func TestANegativeOffsetKeepsTheLast(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"satu", "dua", "tiga"} {
		w.siti.Send(text)
	}
	if got := w.poll(obj{"offset": -1}); len(got) != 1 || got[0].Message.Text != "tiga" {
		t.Errorf("got %+v", got)
	}
}

func TestPollingAndAWebhookExcludeEachOther(t *testing.T) {
	w := newWorld(t)
	w.api("setWebhook", obj{"url": "http://127.0.0.1:9/hook"})
	w.refuses("getUpdates", obj{}, 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	w.api("deleteWebhook", obj{})
	if got := w.api("getUpdates", obj{}); !got.OK {
		t.Error(got.Description)
	}
}

func TestADayOldMessageAndAnOldTapAreDropped(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	id := w.mustSay("sendMessage", obj{"chat_id": 1001, "text": "?", "reply_markup": obj{"inline_keyboard": [][]obj{{{"text": "Ambil", "callback_data": "a"}}}}})
	if err := w.siti.Tap(id, "Ambil"); err != nil {
		t.Fatal(err)
	}
	w.time.forward(151 * time.Second)
	if got := w.poll(obj{}); len(got) != 1 || got[0].Tap != nil {
		t.Errorf("after 151 s: %+v", got)
	}
	w.time.forward(24 * time.Hour)
	if got := w.poll(obj{}); len(got) != 0 {
		t.Errorf("after a day: %+v", got)
	}
}
