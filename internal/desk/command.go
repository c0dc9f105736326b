package desk

import (
	"context"
	"strconv"
	"strings"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// commands says what each command does, in Indonesian and English. A command in the middle of a talk does not destroy it.
var commands = map[string]func(*visit, context.Context) error{
	"start": (*visit).start,
	"lapor": (*visit).report, "report": (*visit).report,
	"status":    (*visit).status,
	"ataswarga": (*visit).onBehalf, "onbehalf": (*visit).onBehalf,
	"poster": (*visit).poster,
	"batal":  (*visit).cancel, "cancel": (*visit).cancel,
	"bantuan": (*visit).help, "help": (*visit).help,
	"privasi": (*visit).privacy, "privacy": (*visit).privacy,
	"bahasa": (*visit).language, "language": (*visit).language,
	"tugas": (*visit).allTasks, "tasks": (*visit).allTasks,
	"gabung": (*visit).join, "join": (*visit).join,
	"undang": (*visit).invite, "invite": (*visit).invite,
	"undangan": (*visit).invitations, "invitations": (*visit).invitations,
	"tarik": (*visit).withdraw, "withdraw": (*visit).withdraw,
	"petugas": (*visit).people, "people": (*visit).people,
	"cabut": (*visit).revoke, "revoke": (*visit).revoke,
	"keluarkan": (*visit).expel, "expel": (*visit).expel,
	"jejak": (*visit).trail, "trail": (*visit).trail,
	"pin":   (*visit).pinCommand,
	"rapat": (*visit).log, "meeting": (*visit).log,
	"jadwal": (*visit).schedule, "schedule": (*visit).schedule,
	"hadir": (*visit).door, "checkin": (*visit).door,
	"tindaklanjut": (*visit).followUps, "followups": (*visit).followUps,
	"kelompok": (*visit).group, "group": (*visit).group,
	"pembinaan": (*visit).coaching, "coaching": (*visit).coaching,
	"laporanbulanan": (*visit).reports, "monthlyreport": (*visit).reports,
	"dataku": (*visit).ownData, "mydata": (*visit).ownData,
	"hapus": (*visit).askErase, "erase": (*visit).askErase,
	"permintaan": (*visit).erasures, "requests": (*visit).erasures,
	"tahan": (*visit).hold, "hold": (*visit).hold,
	"lepastahan": (*visit).liftHold, "lifthold": (*visit).liftHold,
	"impor": (*visit).askImport, "import": (*visit).askImport,
}

// Commands lists those that stand in the command menu, in order: the first for residents, the last for officers.
var Commands = []string{"lapor", "status", "batal", "bantuan", "privasi", "bahasa", "tugas", "rapat", "jadwal", "tindaklanjut", "ataswarga", "pin"}

func (v *visit) command(ctx context.Context) error {
	if do, ok := commands[v.in.Command]; ok {
		return do(v, ctx)
	}
	return v.reply(ctx, v.plain("command.unknown"))
}

// start greets; or does what a link was for: an invitation, a place on a poster.
func (v *visit) start(ctx context.Context) error {
	payload := v.in.Text.Reveal()
	if code, ok := strings.CutPrefix(payload, "j_"); ok {
		return v.accept(ctx, code)
	}
	if rest, ok := strings.CutPrefix(payload, "h_"); ok {
		return v.knocked(ctx, rest)
	}
	if rest, ok := strings.CutPrefix(payload, "g_"); ok {
		return v.claimed(ctx, rest)
	}
	if done, err := v.byPoster(ctx, payload); done || err != nil {
		return err
	}
	_, _ = v.who(ctx) // the menu shows the tasks to those who have any; without PostgreSQL to nobody
	if _, talking := v.state.Talk(); talking {
		return v.reply(ctx, chat.Message{Text: v.greeting()})
	}
	v.state.Met = true
	return v.reply(ctx, chat.Message{Text: v.greeting() + "\n" + v.say("report.story.ask") + " " + v.say("start.data")})
}

// dotted writes a village's code as the register does: 1701092001 is 17.01.09.2001.
func dotted(digits string) string {
	if len(digits) != 10 {
		return ""
	}
	return digits[:2] + "." + digits[2:4] + "." + digits[4:6] + "." + digits[6:]
}

// report begins a report, or goes on with the one that is open.
func (v *visit) report(ctx context.Context) error {
	if v.in.Kind == chat.Command && v.saysBehalf(v.in.Text.Reveal()) {
		return v.onBehalf(ctx)
	}
	if _, open := v.state.Find("report"); open {
		for d, _ := v.state.Talk(); d.Flow != "report"; d, _ = v.state.Talk() {
			v.state.Close(v.in, false) // a short talk over it
		}
		d, _ := v.state.Talk()
		turn := v.flow(d).Ask(d, v.voice(), v.say("talk.resumed"))
		v.state.Put(turn.Draft)
		return v.keepAndSay(ctx, turn)
	}
	return v.fresh(ctx, v.hello())
}

func (v *visit) cancel(ctx context.Context) error {
	if _, ok := v.state.Talk(); !ok {
		return v.reply(ctx, v.plain("cancel.nothing"))
	}
	return v.cancelled(ctx)
}

// help tells what can be done here, and to those with a grant what they can do more.
func (v *visit) help(ctx context.Context) error {
	text := []string{v.say("help.text")}
	if viewer, err := v.who(ctx); err == nil {
		if viewer.Any(casebook.Officer, casebook.Coordinator, casebook.Staff, casebook.Caseworker) {
			text = append(text, v.say("help.staff"))
		}
		if len(viewer.Grants)+len(viewer.Seats) > 0 {
			text = append(text, v.say("help.meetings"))
		}
		if viewer.Any(casebook.Admin, casebook.Caseworker, casebook.Coordinator) {
			text = append(text, v.say("help.admin"))
		}
	}
	return v.reply(ctx, chat.Message{Text: strings.Join(text, "\n\n")})
}

func (v *visit) privacy(ctx context.Context) error {
	contact := chat.Escape(v.office.Contact)
	if contact == "" {
		contact = v.say("privacy.contact_none", "office", v.office.Name)
	}
	days := strconv.Itoa(int(v.office.Keep / casebook.Day))
	return v.reply(ctx, v.plain("privacy.text", "office", v.office.Name, "keep", days, "contact", contact))
}

func (v *visit) language(ctx context.Context) error {
	if d, ok := v.state.Talk(); ok && d.Flow == "language" {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), ""))
	}
	return v.begin(ctx, "language", "", nil, nil)
}
