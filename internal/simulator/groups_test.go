package simulator

import "testing"

func TestAGroupShowsTheBotOnlyWhatIsMeantForIt(t *testing.T) {
	w := newWorld(t)
	g := w.CreateGroup("rembuk_bot", "Warga Batu Ampar", 1001, 2001)
	asked := w.mustSay("sendMessage", obj{"chat_id": g.ID(), "text": "Butuh 3 orang"})
	siti := g.As(1001)
	siti.Send("ngobrol saja")
	siti.Send("/bantuan")
	siti.Send("/bantuan@other_bot")
	siti.Reply(asked, "saya ikut")
	siti.Send("@rembuk_bot halo")
	var got diary
	for _, u := range w.poll(obj{}) {
		if u.Message != nil && u.Message.Text != "" {
			got.note(u.Message.Text)
		}
	}
	got.is(t, "/bantuan", "saya ikut", "@rembuk_bot halo")
}

func TestAGroupBecomesASupergroup(t *testing.T) {
	w := newWorld(t)
	g := w.CreateGroup("rembuk_bot", "Warga", 1001)
	old := g.ID()
	now := g.Migrate()
	found := w.refuses("sendMessage", obj{"chat_id": old, "text": "a"}, 400, "Bad Request: group chat was upgraded to a supergroup chat")
	if found.Parameters.MigrateTo != now || now >= -1_000_000_000_000 {
		t.Errorf("moved to %d, told %d", now, found.Parameters.MigrateTo)
	}
	w.mustSay("sendMessage", obj{"chat_id": now, "text": "pindah"})
	if m := g.As(1001).Last(); m.Text != "pindah" {
		t.Errorf("the member sees %+v", m)
	}
}

func TestABotThrownOutIsToldAndRefused(t *testing.T) {
	w := newWorld(t)
	g := w.CreateGroup("rembuk_bot", "Warga", 1001)
	g.RemoveBot(1001)
	w.refuses("sendMessage", obj{"chat_id": g.ID(), "text": "a"}, 403, "Forbidden: bot was kicked from the group chat")
	got := w.poll(obj{})
	if last := said(got[len(got)-1]); last != "member: kicked" {
		t.Errorf("told: %s", last)
	}
}
