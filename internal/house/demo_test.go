package house

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/district"
	"rembuk/internal/simulator"
)

func TestTheDemosPeopleFitTheDistrict(t *testing.T) {
	demo, err := readPeople()
	if err != nil {
		t.Fatal(err)
	}
	data, err := district.Load(demoDistrict)
	if err != nil {
		t.Fatal(err)
	}
	places := data.Gazetteer()
	known := map[int64]demoPerson{}
	held := map[casebook.Role]int{}
	officers := map[string]int{} // by kecamatan
	shown := 0
	for _, p := range demo.persons {
		if _, twice := known[p.id]; twice {
			t.Errorf("%d stands there twice", p.id)
		}
		known[p.id] = p
		if p.first == "" || p.title == "" {
			t.Errorf("%d has no name or no title", p.id)
		}
		if p.shown {
			shown++
		}
		if p.role == "" {
			if p.region != "" {
				t.Errorf("%d: a resident holds no region", p.id)
			}
			continue
		}
		region, ok := places.Region(p.region)
		switch {
		case !slices.Contains(casebook.Roles, p.role):
			t.Errorf("%d: no role %q", p.id, p.role)
		case !ok:
			t.Errorf("%d: no region %q", p.id, p.region)
		case !p.role.Fits(region.Level):
			t.Errorf("%d: role %s does not go with %s, of level %s", p.id, p.role, p.region, region.Level)
		case !strings.Contains(p.title, region.Name) && region.Level != casebook.LevelKabupaten:
			t.Errorf("%d: %q is held over %s", p.id, p.title, region.Name)
		}
		held[p.role]++
		if p.role == casebook.Officer {
			officers[p.region[:len("17.01.09")]]++
		}
	}
	for _, role := range casebook.Roles {
		if held[role] == 0 {
			t.Errorf("nobody is %s", role)
		}
	}
	kecamatan := 0
	for _, r := range data.Regions {
		if r.Level != casebook.LevelKecamatan {
			continue
		}
		kecamatan++
		if officers[r.Code] != 1 {
			t.Errorf("%s has %d officers, want one", r.Name, officers[r.Code])
		}
	}
	if kecamatan != 11 || shown < 2 {
		t.Errorf("%d kecamatan, %d people shown at first", kecamatan, shown)
	}
	if len(demo.cases) != 12 {
		t.Errorf("%d cases, want a dozen", len(demo.cases))
	}
	told := map[int64]bool{}
	for _, c := range demo.cases {
		if who, ok := known[c.person]; !ok || who.role != "" || told[c.person] {
			t.Errorf("%d is no resident, or reports twice", c.person)
		}
		told[c.person] = true
		if who, ok := known[c.taken]; c.taken != 0 && (!ok || who.role == "") {
			t.Errorf("the case of %d is taken by %d, who has no role", c.person, c.taken)
		}
	}
}

func TestTheDemosStoriesAreSentByTheirLastMessage(t *testing.T) {
	demo, err := readPeople()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range demo.cases {
		rehearsal, err := Rehearse(demoDistrict, "id", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		var heard strings.Builder
		for i, text := range c.says {
			said, over := rehearsal.Line(text)
			heard.WriteString("> " + text + "\n" + said)
			if strings.Contains(said, rehearsal.voice.Say("report.kind.ask")) {
				t.Errorf("the story of %d does not tell its kind, and the numbers after it answer other questions:\n%s", c.person, heard.String())
				break
			}
			if last := i == len(c.says)-1; over != last || last && !strings.HasSuffix(said, "= "+rehearsal.voice.Say("talk.send")+"\n") {
				t.Errorf("the case of %d is not sent exactly by its last message:\n%s", c.person, heard.String())
				break
			}
		}
	}
}

func TestADemosStoryGoesOnWhereItWasCutShort(t *testing.T) {
	story := demoCase{says: []string{"kakek sendirian", "masat", "1", "1"}}
	bot := func(text string) simulator.Message { return simulator.Message{FromBot: true, Text: text} }
	said := func(text string) simulator.Message { return simulator.Message{Text: text} }
	for name, c := range map[string]struct {
		chat []simulator.Message
		left int
		ours bool
	}{
		"nothing said":    {nil, 4, true},
		"half of it":      {[]simulator.Message{said("kakek sendirian"), bot("Di desa mana?"), said("masat")}, 2, true},
		"all":             {[]simulator.Message{said("kakek sendirian"), said("masat"), said("1"), said("1"), bot("masuk")}, 0, true},
		"more by hand":    {[]simulator.Message{said("kakek sendirian"), said("masat"), said("1"), said("1"), said("/status")}, 0, false},
		"begun by hand":   {[]simulator.Message{said("/start"), bot("Selamat pagi")}, 0, false},
		"another by hand": {[]simulator.Message{said("kakek sendirian"), said("/batal")}, 0, false},
	} {
		rest, ours := story.left(c.chat)
		if len(rest) != c.left || ours != c.ours {
			t.Errorf("%s: %q is left, ours: %v", name, rest, ours)
		}
	}
}

// The demo as it is used: the program, killed in the middle of a report, started again, ended by Ctrl-C. Times are logged, not judged: they are the
// machine's.
func TestTheDemoProgram(t *testing.T) {
	base, err := os.MkdirTemp("", "demo-") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	if err := os.Chmod(base, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(base, "bot")
	if out, err := exec.Command("go", "build", "-o", program, "../../bot").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Run("by its own user", func(t *testing.T) {
		killedAndEnded(t, &demoProgram{t: t, command: []string{program}, data: filepath.Join(base, "own"), keeps: true})
	})
	t.Run("as root for an ordinary user", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root can be somebody else")
		}
		data := filepath.Join(base, "ordinary")
		nobody := &syscall.Credential{Uid: 65534, Gid: 65534}
		if err := errors.Join(os.Mkdir(data, 0o700), os.Chown(data, int(nobody.Uid), int(nobody.Gid))); err != nil {
			t.Fatal(err)
		}
		killedAndEnded(t, &demoProgram{t: t, command: []string{program}, data: data, user: nobody, keeps: true})
	})
	t.Run("without a redis-server", func(t *testing.T) {
		killedAndEnded(t, &demoProgram{t: t, command: append(withoutRedis(t), program), data: filepath.Join(base, "embedded")})
	})
}

// withoutRedis is a command that runs another where no redis-server is to be found.
func withoutRedis(t *testing.T) []string {
	t.Helper()
	script := ""
	for _, name := range []string{"redis-server", "valkey-server"} {
		for _, dir := range []string{"/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				script += "mount --bind /dev/null " + filepath.Join(dir, name) + " && "
			}
		}
	}
	if script == "" {
		return nil
	}
	hidden := []string{"unshare", "-m", "/bin/sh", "-c", script + `exec "$@"`, "sh"}
	if out, err := exec.Command(hidden[0], append(hidden[1:], "true")...).CombinedOutput(); err != nil {
		t.Skipf("the redis-server of this machine cannot be hidden: %v: %s", err, out)
	}
	return hidden
}

func killedAndEnded(t *testing.T, d *demoProgram) {
	d.listen = freeAddress(t)
	d.start("first start")
	d.prints("moved in: 20 officers and staff, 12 reports")
	d.prints("gathered: 11 groups, 40 meetings")
	if at := strings.Join(workingIn(d.data), "\n"); !strings.Contains(at, "postgres") || strings.Contains(at, "unixsocket:") != d.keeps {
		t.Errorf("the servers are not seen among the processes, so none would be found left over:\n%s", at)
	}
	d.acts("start", "")
	d.sees("bukan layanan darurat")
	d.acts("send", "Nek Rumsia 82 tahun sendirian, kakinya bengkak")
	d.sees("Di desa mana?")
	d.acts("send", "batu panco") // and no time to answer
	d.ends(syscall.SIGKILL)

	d.start("later start")
	if !d.keeps {
		d.acts("send", "/batal")
		d.sees("Tidak ada yang") // what was on its way before the kill has come again by now, and is over
		d.acts("send", "Nek Rumsia 82 tahun sendirian, kakinya bengkak")
		d.sees("Di desa mana?")
		d.acts("send", "batu panco")
	}
	d.sees("Siapa boleh tahu")
	d.acts("send", "1")
	d.sees("KIRIM")
	d.acts("send", "1")
	if receipt := d.sees("Laporan sudah masuk"); numberIn([]simulator.Message{{FromBot: true, Text: receipt}}, "BS") == "" {
		t.Errorf("no number: %s", receipt)
	}
	d.ends(os.Interrupt)
	if strings.Contains(d.said.String(), "moved in") || strings.Contains(d.said.String(), "gathered") || strings.Contains(d.said.String(), "level=ERROR") {
		t.Errorf("the later start said:\n%s", d.said.String())
	}

	d.listen = "127.0.0.1:0"
	d.start("")
	d.sees("Laporan sudah masuk")
	d.ends(os.Interrupt)
}

// demoProgram is the built program as a process of its own, and Hartati's phone at its page.
type demoProgram struct {
	t       *testing.T
	command []string
	data    string
	listen  string
	user    *syscall.Credential // nil: our own
	keeps   bool                // talks that are not sent outlive the process

	cmd    *exec.Cmd
	said   *lines
	exited chan error
	url    string
	sent   int // the message that was sent last
}

// lines is what a process prints.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// hartati is a resident who stands in the page at first and has told nothing yet.
const hartati = 1001

// start starts the program and waits until it is ready. With a name, the times are logged.
func (d *demoProgram) start(name string) {
	d.t.Helper()
	d.said, d.exited = &lines{}, make(chan error, 1)
	args := slices.Concat(d.command[1:], []string{"demo", "--data", d.data, "--listen", d.listen})
	d.cmd = exec.Command(d.command[0], args...)
	d.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + d.data, "TMPDIR=" + os.TempDir()}
	d.cmd.Dir = filepath.Dir(d.data)
	d.cmd.Stdout, d.cmd.Stderr = d.said, d.said
	d.cmd.WaitDelay = 10 * time.Second
	if d.user != nil {
		d.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: d.user}
	}
	began := time.Now()
	if err := d.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	cmd, exited := d.cmd, d.exited
	go func() { exited <- cmd.Wait() }()
	d.t.Cleanup(func() {
		if d.t.Failed() && cmd == d.cmd {
			d.t.Logf("the program said:\n%s", d.said)
		}
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			select {
			case <-exited:
			case <-time.After(10 * time.Second):
			}
		}
	})
	page := time.Duration(0)
	if !strings.HasSuffix(d.listen, ":0") {
		d.until("the page answers", func() bool { return answers("http://" + d.listen + "/") })
		page = time.Since(began)
	}
	line := d.prints("ready: ")
	ready := time.Since(began)
	d.url, _, _ = strings.Cut(strings.TrimPrefix(line, "ready: "), "/?")
	if strings.HasSuffix(d.url, ":0") || !answers(d.url+"/") {
		d.t.Fatalf("no page at the address that was told: %s", line)
	}
	if name != "" {
		d.t.Logf("%s: page %d ms, ready %d ms", name, page.Milliseconds(), ready.Milliseconds())
	}
	if d.keeps == strings.Contains(d.said.String(), "no redis-server found") {
		d.t.Fatalf("which Redis is this?\n%s", d.said)
	}
}

// prints waits for a line that begins so.
func (d *demoProgram) prints(begin string) (line string) {
	d.t.Helper()
	d.until("it prints "+begin, func() bool {
		for l := range strings.SplitSeq(d.said.String(), "\n") {
			if strings.HasPrefix(l, begin) {
				line = l
				return true
			}
		}
		return false
	})
	return line
}

// until waits, unless the program ends.
func (d *demoProgram) until(what string, done func() bool) {
	d.t.Helper()
	for end := time.Now().Add(2 * patience); !done(); time.Sleep(2 * time.Millisecond) {
		select {
		case err := <-d.exited:
			d.exited <- err
			d.t.Fatalf("the program ended before %s: %v", what, err)
		default:
		}
		if time.Now().After(end) {
			d.t.Fatalf("it does not come to pass that %s", what)
		}
	}
}

// acts does something at Hartati's phone, as the page would.
func (d *demoProgram) acts(do, text string) {
	d.t.Helper()
	body, err := json.Marshal(map[string]any{"bot": demoBot, "person": hartati, "do": do, "text": text})
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := http.Post(d.url+"/sim/act", "application/json", bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	var done struct {
		ID    int
		Error string
	}
	if err := json.NewDecoder(answer.Body).Decode(&done); err != nil || done.Error != "" || done.ID == 0 {
		d.t.Fatalf("%s %q: %v %+v", do, text, err, done)
	}
	d.sent = done.ID
}

// sees waits for a message of the bot, after what was sent last, that has the words.
func (d *demoProgram) sees(words string) string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), 2*patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/sim/events?bot=%s&panes=%d", d.url, demoBot, hartati), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	var chat strings.Builder
	events := bufio.NewScanner(answer.Body)
	events.Buffer(nil, 1<<22)
	for events.Scan() {
		data, ok := strings.CutPrefix(events.Text(), "data: ")
		if !ok {
			continue
		}
		var news struct {
			Panes []struct {
				Posts []struct {
					ID   int
					Mine bool
					Text string
				}
			}
		}
		if err := json.Unmarshal([]byte(data), &news); err != nil || len(news.Panes) != 1 {
			d.t.Fatalf("%v: %s", err, data)
		}
		for _, p := range news.Panes[0].Posts {
			fmt.Fprintf(&chat, "%d %v %s\n", p.ID, p.Mine, p.Text)
			if !p.Mine && p.ID > d.sent && strings.Contains(p.Text, words) {
				return p.Text
			}
		}
	}
	d.t.Fatalf("Hartati does not see %q: %v\n%s", words, events.Err(), chat.String())
	return ""
}

// ends sends the signal and waits for the end. After Ctrl-C nothing may be left.
func (d *demoProgram) ends(signal os.Signal) {
	d.t.Helper()
	began := time.Now()
	if err := d.cmd.Process.Signal(signal); err != nil {
		d.t.Fatal(err)
	}
	select {
	case err := <-d.exited:
		if signal == os.Interrupt && err != nil {
			d.t.Errorf("after Ctrl-C: %v\n%s", err, d.said)
		}
	case <-time.After(10 * time.Second):
		d.t.Fatalf("%v does not end it within 10 s", signal)
	}
	http.DefaultClient.CloseIdleConnections()
	if signal != os.Interrupt {
		return
	}
	d.t.Logf("Ctrl-C: %d ms", time.Since(began).Milliseconds())
	if left := workingIn(d.data); len(left) > 0 {
		d.t.Errorf("left after Ctrl-C: %q", left)
	}
}

// workingIn lists the processes whose working directory is in the folder: PostgreSQL's and Redis' are, all of them.
func workingIn(folder string) (found []string) {
	all, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, link := range all {
		if at, err := os.Readlink(link); err == nil && strings.HasPrefix(at, folder+"/") {
			command, _ := os.ReadFile(filepath.Join(filepath.Dir(link), "cmdline"))
			found = append(found, string(bytes.ReplaceAll(command, []byte{0}, []byte{' '})))
		}
	}
	return found
}

func answers(url string) bool {
	answer, err := http.Get(url)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode == http.StatusOK
}

// freeAddress is one that nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	return door.Addr().String()
}
