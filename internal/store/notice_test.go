package store_test

import (
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

func TestALetterThatNobodyNeedsAnyMore(t *testing.T) {
	m := assemble(t, 2, 1)
	comes, leaves := m.joins(1), m.joins(3)
	planned := m.plans()
	m.want("invited", needless(m.letters(casebook.Invited, now)), "needed, needed")
	if l := m.letters(casebook.Invited, now)[0]; l.Viewer.Person != comes.Person || len(l.Viewer.Seats) != 1 || l.To.Bot != 1000 || l.To.Chat == 0 || l.Blocked || l.Minutes.Said.Open != 2 {
		t.Errorf("%+v", l)
	}
	if _, err := m.Answer(t.Context(), comes, planned.ID, true, now); err != nil {
		t.Fatal(err)
	}
	if err := m.DropMember(t.Context(), m.officer, m.roster[2].ID, now); err != nil {
		t.Fatal(err)
	}
	m.want("answered, and left the roster", needless(m.letters(casebook.Invited, now)), "answered, may_not_see")
	m.want("begun", needless(m.letters(casebook.Invited, meetsAt)), "begun, may_not_see")
	if err := m.SetBlocked(t.Context(), district, m.users, true, now); err != nil { // the last who joined
		t.Fatal(err)
	}
	if l := m.letters(casebook.Invited, now)[1]; !l.Blocked || l.Person != leaves.Person {
		t.Errorf("%+v", l)
	}
}

func TestANoticeIsToldOnceAndSentOnce(t *testing.T) {
	m := assemble(t, 1, 0)
	member := m.joins(1)
	m.did()
	m.plans()
	tasks := m.did()
	m.want("work", kinds(tasks), "[send_notice]")
	m.plans() // the same talk
	m.want("again", kinds(m.did()), "[]")
	id := tasks[0].ID
	for _, message := range []int{7, 7, 8} { // a crash hid the first sending
		if err := m.NoticeSent(t.Context(), id, message, now); err != nil {
			t.Fatal(err)
		}
	}
	l, err := m.Letter(t.Context(), id, meetsAt.Add(time.Hour))
	if err != nil || l.Message != 7 || l.Needless != "" || l.Person != member.Person {
		t.Errorf("%+v, %v", l, err)
	}
	if err := m.NoticeEnded(t.Context(), id, casebook.NoticeFailed, "late", now); err != nil {
		t.Fatal(err)
	}
	m.want("what was sent stays so", value[string](m.world, "SELECT state || why FROM notices WHERE id = $1", id), "sent")
	_, err = m.Letter(t.Context(), id+99, now)
	wantErr(t, "none", err, casebook.ErrNotFound)
}

func TestALostJobIsFoundAgain(t *testing.T) {
	m := assemble(t, 1, 0)
	m.joins(1)
	m.plans()
	all, err := m.PendingNotices(t.Context(), now.Add(time.Hour), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range all {
		if err := m.NoticeEnded(t.Context(), task.ID, casebook.NoticeGone, "the person cannot be reached", now); err != nil {
			t.Fatal(err)
		}
	}
	m.want("waiting", kinds(all)[:12], "[send_notice")
	if left, err := m.PendingNotices(t.Context(), now.Add(time.Hour), 10); err != nil || len(left) != 0 {
		t.Errorf("%d, %v", len(left), err)
	}
	if n := value[int](m.world, "SELECT count(*) FROM accounts WHERE blocked_at IS NOT NULL"); n == 0 {
		t.Error("nobody is known to be out of reach")
	}
}

func TestTheCounterIsDrawnAnewNowAndThen(t *testing.T) {
	m := assemble(t, 2, 0)
	first, second := m.joins(1), m.joins(2)
	if err := m.BindChat(t.Context(), m.officer, m.group.ID, -100, now); err != nil {
		t.Fatal(err)
	}
	planned := m.plans()
	m.did()
	m.opens(planned)
	counter := m.did()
	m.want("the counter", kinds(counter), "[send_notice]")
	m.arrives(first, planned, 1)
	m.want("before it is sent", kinds(m.did()), "[]")
	if err := m.NoticeSent(t.Context(), counter[0].ID, 5, meetsAt); err != nil {
		t.Fatal(err)
	}
	m.arrives(second, planned, 2)
	edits := m.did()
	if len(edits) != 1 || edits[0].Kind != casebook.EditNotice || !edits[0].NotBefore.Equal(meetsAt.Add(5*time.Second)) {
		t.Fatalf("%+v", edits)
	}
	l, err := m.Letter(t.Context(), edits[0].ID, meetsAt)
	if err != nil || l.Minutes.Tally.Officers != 2 || l.Minutes.Tally.Expected != 2 || l.Minutes.Tally.SelfTold != 2 || l.Viewer.Person != 0 || l.To.Chat != -100 {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestTheOutcomeIsReadByThoseWhoWereThere(t *testing.T) {
	m := assemble(t, 1, 1)
	member := m.joins(2)
	m.decides(1, m.present(1, 2))
	letters := m.letters(casebook.Outcome, meetsAt)
	m.want("told", m.told(casebook.Outcome), people(member))
	if l := letters[0]; l.Needless != "" || l.Minutes.Result.Reveal() != "Kerja bakti hari Sabtu" || len(l.Minutes.FollowUps) != 1 || l.Minutes.Tally.All() != 2 || len(l.Minutes.Lines) != 0 {
		t.Errorf("%+v", l.Minutes)
	}
}

func TestAShortTestIsTakenOnce(t *testing.T) {
	m := assemble(t, 1, 1)
	chair, member := m.joins(1), m.joins(2)
	planned := m.plans()
	open := func(v casebook.Viewer, topic string, phase casebook.TestPhase) error {
		return m.OpenTest(t.Context(), v, planned.ID, topic, phase, now)
	}
	wantErr(t, "a member opens it", open(member, "lansia", casebook.TestBefore), casebook.ErrForbidden)
	wantErr(t, "without a topic", open(chair, "", casebook.TestBefore), casebook.ErrBadInput)
	wantErr(t, "of no phase", open(chair, "lansia", "now"), casebook.ErrBadInput)
	result := casebook.TestResult{Meeting: planned.ID, Phase: casebook.TestBefore, Topic: "lansia", Right: 2, Of: 4}
	wantErr(t, "before it is opened", m.SaveTest(t.Context(), member, result, now), casebook.ErrNotFound)
	for range 2 {
		if err := open(chair, "lansia", casebook.TestBefore); err != nil {
			t.Fatal(err)
		}
	}
	m.want("invited", m.told(casebook.TestOpen), people(chair, member))
	if topic, err := m.TestTopic(t.Context(), member, planned.ID, casebook.TestBefore); err != nil || topic != "lansia" {
		t.Errorf("%q, %v", topic, err)
	}
	for _, right := range []int{2, 4} {
		result.Right = right
		if err := m.SaveTest(t.Context(), member, result, now); err != nil {
			t.Fatal(err)
		}
	}
	m.want("who has taken it", needless(m.letters(casebook.TestOpen, now)), "needed, test_taken")
	if n := value[int](m.world, "SELECT sum(correct) FROM test_results"); n != 2 {
		t.Errorf("%d right: the first result stands", n)
	}
	wantErr(t, "a stranger", m.SaveTest(t.Context(), m.somebody(district), result, now), casebook.ErrForbidden)
	result.Topic = "anak"
	wantErr(t, "another topic", m.SaveTest(t.Context(), chair, result, now), casebook.ErrBadInput)
	result.Topic, result.Right = "lansia", 5
	wantErr(t, "more right than asked", m.SaveTest(t.Context(), chair, result, now), casebook.ErrBadInput)
	if _, err := m.CallOff(t.Context(), chair, planned.ID, private.Text{}, now); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "called off", open(chair, "lansia", casebook.TestAfter), casebook.ErrMove)
}

func TestAClaimThatIsDecidedIsNotAskedAbout(t *testing.T) {
	m := assemble(t, 2, 0)
	chair := m.joins(1)
	claimer := m.somebody(district)
	c, err := m.Claim(t.Context(), claimer, casebook.Claim{Group: m.group.ID, Member: m.roster[1].ID, Name: private.Of("Lestari")}, now)
	if err != nil {
		t.Fatal(err)
	}
	asked := m.letters(casebook.ClaimMade, now)
	last := asked[len(asked)-1]
	if last.Needless != "" || last.Person != chair.Person || last.ClaimOf.Name.Reveal() != "Lestari" || last.Line.Name != "Melati" {
		t.Errorf("%+v", last)
	}
	if _, err := m.DecideClaim(t.Context(), chair, c.ID, false, now); err != nil {
		t.Fatal(err)
	}
	asked = m.letters(casebook.ClaimMade, now)
	m.want("decided", asked[len(asked)-1].Needless, "decided")
	told := m.letters(casebook.ClaimDecided, now)
	if l := told[len(told)-1]; l.Needless != "" || l.Person != claimer.Person || l.ClaimOf.State != casebook.Refused {
		t.Errorf("%+v", l)
	}
}

func TestWhatIsPlannedAtNightIsToldInTheMorning(t *testing.T) {
	m := assemble(t, 1, 0)
	m.Rules = func(string) casebook.Round { return rules }
	m.joins(1)
	m.did()
	night, morning := time.Date(2026, 11, 24, 22, 0, 0, 0, jakarta), time.Date(2026, 11, 25, 5, 30, 0, 0, jakarta)
	_, err := m.PlanMeeting(t.Context(), m.officer, casebook.Plan{Dialog: "late", Group: m.group.ID, Kind: casebook.Coaching, StartsAt: meetsAt.Add(casebook.Day), Clock: true}, night)
	if err != nil {
		t.Fatal(err)
	}
	if tasks := m.did(); len(tasks) != 1 || !tasks[0].NotBefore.Equal(morning) {
		t.Errorf("%+v", tasks)
	}
	if at := m.letters(casebook.Invited, night)[0].At; !at.Equal(morning) {
		t.Errorf("at %v", at)
	}
}

// Between the writing of a notice and its sending a right can be lost.
func TestWhoeverHasLostTheRightIsNotTold(t *testing.T) {
	m := assemble(t, 2, 1)
	guest, doer := m.somebody(district), m.joins(3)
	coordinator := m.with(casebook.Coordinator, kecamatan)
	planned := m.plans()
	m.opens(planned)
	m.arrives(guest, planned, 1)
	f := m.decides(3, func(l *casebook.MeetingLog) { l.Meeting, l.Dialog = planned.ID, "of the plan" }, m.present(1, 2, 3))
	late := f.Due.In(jakarta).AddDate(0, 0, 4)
	m.round(late)
	m.want("before", needless(m.letters(casebook.FollowLate, late))+"; "+needless(m.letters(casebook.FollowLater, late)), "needed, needed; needed")
	if err := m.DropMember(t.Context(), m.officer, m.roster[2].ID, late); err != nil {
		t.Fatal(err)
	}
	if err := m.RevokeGrant(t.Context(), casebook.Viewer{District: district}, coordinator.Person, late); err != nil {
		t.Fatal(err)
	}
	m.want("after", needless(m.letters(casebook.FollowLate, late))+"; "+needless(m.letters(casebook.FollowLater, late)), "needed, may_not_see; may_not_see")
	for _, l := range append(m.letters(casebook.FollowLate, late), m.letters(casebook.FollowLater, late)...) {
		if l.Needless != "" && (!l.FollowUp.What.Empty() || !l.FollowUp.Who.Empty()) {
			t.Errorf("person %d would read it", l.Person)
		}
	}
	m.want("a guest has no right to the minutes", needless(m.letters(casebook.Outcome, late)), "may_not_see, may_not_see")
	m.want("told", m.told(casebook.Outcome), people(guest, doer))
}
