package house_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/devstack"
	"rembuk/internal/evidence"
	"rembuk/internal/house"
	"rembuk/internal/simulator"
)

const takenAt = "4 deg 27' 24.12\" S, 102 deg 54' 12.24\" E"

// cameraPhoto is a photo as a telephone writes it, with the place where it was taken.
func cameraPhoto(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00" + takenAt
	segment := append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(2+len(exif))), exif...)
	return bytes.Join([][]byte{b.Bytes()[:2], segment, b.Bytes()[2:]}, nil)
}

// noise is a large file.
func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// kept waits until so many files are kept and gives their ids.
func (s *stage) kept(want int) (ids []int64) {
	s.t.Helper()
	s.until("all files are kept", func() bool { return s.count("SELECT count(*) FROM case_files WHERE state = 'kept'") == want })
	ctx := context.Background()
	db, err := pgx.Connect(ctx, s.cfg.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close(ctx)
	rows, _ := db.Query(ctx, "SELECT id FROM case_files ORDER BY id")
	if ids, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err != nil {
		s.t.Fatal(err)
	}
	return ids
}

// copyOf reads what is kept of a file.
func (s *stage) copyOf(id int64) (casebook.StoredFile, []byte) {
	s.t.Helper()
	f, r, err := s.house.EvidenceOf(context.Background(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return f, all
}

// onDisk reads every file of the evidence folder but its marker.
func (s *stage) onDisk() (all [][]byte) {
	s.t.Helper()
	err := filepath.WalkDir(s.cfg.Evidence.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "storage.id" {
			return err
		}
		raw, err := os.ReadFile(path)
		all = append(all, raw)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// A photo that tells where it was taken is kept without the place, sealed, with the hash of what came; without its case's key nobody can read it.
func TestAPhotoIsKeptWithoutItsPlaceAndSealed(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	photo := cameraPhoto(t)
	hartati := s.person(1001, "Hartati")
	hartati.says(harmless)
	hartati.SendDocument("rumah.jpg", photo, "")
	hartati.idle()
	hartati.says("batu panco", "1", "1")
	hartati.number()

	id := s.kept(1)[0]
	f, got := s.copyOf(id)
	came, is := sha256.Sum256(photo), sha256.Sum256(got)
	if !bytes.Equal(f.Kept.Sum, came[:]) || !bytes.Equal(f.Kept.KeptSum, is[:]) || !f.Kept.Stripped || f.Kept.MIME != "image/jpeg" {
		t.Errorf("the record says %+v", f.Kept)
	}
	if strings.Contains(string(got), takenAt) {
		t.Error("the copy tells the place")
	}
	if _, err := jpeg.Decode(bytes.NewReader(got)); err != nil {
		t.Errorf("the copy is no picture: %v", err)
	}
	disk := s.onDisk()
	if len(disk) != 1 || bytes.Contains(disk[0], got[2:40]) || strings.Contains(string(disk[0]), takenAt) {
		t.Errorf("%d files on the disk, which must be one, and sealed", len(disk))
	}
	s.rest()
	if s.count("SELECT count(*) FROM river_job WHERE kind = 'fetch_file' AND args::text ~ $1", f.TelegramID) != 0 || strings.Contains(s.log.String(), f.TelegramID) {
		t.Error("Telegram's id of the file stands in the work or in the log")
	}

	if err := s.house.EraseEvidence(context.Background(), f.CaseID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.house.EvidenceOf(context.Background(), id); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("after the key was erased: %v", err)
	}
	if left := s.onDisk(); len(left) != 0 {
		t.Errorf("%d copies are left", len(left))
	}
	if s.count("SELECT count(*) FROM case_keys WHERE key_sealed IS NOT NULL") != 0 {
		t.Error("the key is still there")
	}
}

// Ten photos, a film of 20 MB and a voice note of five minutes, all within a second and each delivered twice: one case, each file once, all of them kept.
func TestAnAlbumAFilmAndAVoiceNoteAtOnceTwice(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	hartati.says(harmless)
	var photos [][]byte
	for range 10 {
		photos = append(photos, noise(30_000))
	}
	film, voice := append([]byte("\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x00mdat"), noise(20<<20-24)...), noise(1_200_000)
	s.sim.Faults().DeliverTwice(12)
	hartati.SendAlbum(photos...)
	hartati.SendDocument("banjir.mp4", film, "")
	hartati.SendVoice(voice, 300)
	hartati.idle()
	hartati.says("batu panco", "1", "1")
	hartati.number()
	if got := s.count("SELECT count(*) FROM cases"); got != 1 {
		t.Errorf("%d cases", got)
	}
	want := map[string]bool{}
	for _, file := range append(photos, film, voice) {
		sum := sha256.Sum256(file)
		want[hex.EncodeToString(sum[:])] = true
	}
	ids := s.kept(12)
	if len(ids) != 12 {
		t.Errorf("%d files of 12", len(ids))
	}
	for _, id := range ids {
		f, _ := s.copyOf(id)
		if sum := hex.EncodeToString(f.Kept.Sum); !want[sum] {
			t.Errorf("file %d is none that was sent, or is there twice", id)
		} else {
			delete(want, sum)
		}
	}
	if disk := s.onDisk(); len(disk) != 12 {
		t.Errorf("%d copies on the disk", len(disk))
	}
}

// A file that Telegram gives to no bot is refused when it is sent, in words; those that came with it are heard.
func TestAFileThatIsTooBigIsRefusedKindly(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	big := noise(21 << 20)
	hartati.SendDocument("film.mp4", big, "")
	hartati.idle()
	hartati.reads("terlalu besar", "20 MB")
	hartati.hasNot("Di desa mana?")
	hartati.SendDocument("film.mp4", big, harmless)
	hartati.idle()
	hartati.reads("terlalu besar", "Di desa mana?")
	hartati.SendDocument("film.mp4", big, "")
	hartati.idle()
	hartati.says("batu panco", "1", "1")
	hartati.number()
	s.rest()
	if got := s.count("SELECT count(*) FROM case_files"); got != 0 {
		t.Errorf("%d files in the record", got)
	}
	if got := s.count("SELECT count(*) FROM cases WHERE story = $1", harmless); got != 1 {
		t.Error("the words that came with the file were not heard")
	}
}

// Telegram, the program and PostgreSQL stop while a file is fetched: it is fetched later, and the report went on meanwhile.
func TestAFileIsFetchedWhateverStops(t *testing.T) {
	besideOthers(t)
	postgres, err := devstack.StartPostgres(context.Background(), devstack.PostgresConfig{Dir: t.TempDir(), Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = postgres.Stop() })
	if err := migrate(context.Background(), postgres.DSN()); err != nil {
		t.Fatal(err)
	}
	s := newStage(t, func(cfg *house.Config) { cfg.Database = postgres.DSN() })
	hartati := s.person(1001, "Hartati")
	s.sim.Faults().Fail("getFile", 1000, simulator.Failure{Code: 500})
	tried := func() int {
		n := 0
		for _, c := range s.sim.Calls() {
			if c.Method == "getfile" {
				n++
			}
		}
		return n
	}
	hartati.says(harmless)
	hartati.SendPhoto(cameraPhoto(t), "")
	hartati.idle()
	hartati.says("batu panco", "1", "1")
	hartati.number()
	s.until("it is fetched in vain", func() bool { return tried() > 0 })
	s.restart()
	before := tried()
	s.until("the next program fetches it in vain", func() bool {
		_ = s.house.FastForward(context.Background(), 0)
		return tried() > before
	})
	postgres.Kill()
	s.sim.Faults().Clear()
	s.comesBack(func() error { return postgres.Restart(context.Background()) })
	s.copyOf(s.kept(1)[0])
}

// A file that Telegram no longer has, and one that turns out bigger than it said, are recorded as such.
func TestWhatCannotBeFetchedIsRecorded(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	s.sim.Faults().Fail("getFile", 1, simulator.Failure{Code: 400})
	hartati.says(harmless)
	hartati.SendPhoto(cameraPhoto(t), "")
	hartati.idle()
	hartati.says("batu panco", "1", "1")
	hartati.number()
	s.until("it is recorded", func() bool { return s.count("SELECT count(*) FROM case_files WHERE state = 'gone'") == 1 })
	s.rest()
}

// A file that Telegram has lost later is shown from our own copy.
func TestAFileThatTelegramHasLostIsShownFromOurCopy(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	hartati.says(harmless)
	hartati.SendPhoto(cameraPhoto(t), "")
	hartati.idle()
	hartati.says("batu panco", "1", "1")
	number := hartati.number()
	c.staff.reads(number)
	s.kept(1)
	s.sim.Faults().Fail("sendPhoto", 1, simulator.Failure{Code: 400})
	before := len(c.staff.Messages())
	c.staff.taps("Buka")
	c.staff.reads(number, "atap rumah kakek")
	shown := c.staff.Messages()[before:]
	if !slices.ContainsFunc(shown, func(m simulator.Message) bool { return m.Photo != nil }) {
		t.Errorf("the photo is not shown: %+v", shown)
	}
}

// The program is killed while it fetches: the next one takes the file up when the time for fetching is over.
func TestKilledWhileAFileIsFetched(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	s.close()
	p := s.program("")
	hartati := s.person(1001, "Hartati")
	hartati.says(harmless)
	hartati.SendPhoto(cameraPhoto(t), "")
	hartati.idle()
	hartati.says("batu panco", "1")
	s.sim.Faults().Fail("getFile", 1, simulator.Failure{Code: 429, RetryAfter: 600})
	hartati.says("1")
	hartati.number()
	s.until("it is being fetched", func() bool {
		return s.count("SELECT count(*) FROM river_job WHERE kind = 'fetch_file' AND state <> 'available'") == 1
	})
	p.kill()
	s.sim.Faults().Clear()                                                                                                    // it may have been killed before it had asked: the next one must not be put off for it
	s.change("UPDATE river_job SET state = 'running', attempted_at = now() - interval '6 minutes' WHERE kind = 'fetch_file'") // as it is left
	s.program("")
	kept := func() bool { return s.count("SELECT count(*) FROM case_files WHERE state = 'kept'") == 1 }
	for end := time.Now().Add(4 * patience); !kept() && time.Now().Before(end); time.Sleep(time.Second) { // river looks for such work every 30 s
	}
	s.kept(1)
	s.rest()
}

// While the storage is away the program starts and reports go on; the files are fetched when it is there.
func TestReportsGoOnWithoutTheStorage(t *testing.T) {
	besideOthers(t)
	dir := t.TempDir()
	s := newStage(t, func(cfg *house.Config) {
		cfg.Evidence = house.Evidence{Bucket: evidence.Bucket{Endpoint: "http://127.0.0.1:1", Bucket: "b", Region: "r", Key: "k", Secret: "s"}}
	})
	hartati := s.person(1001, "Hartati")
	hartati.says(harmless)
	hartati.SendPhoto(cameraPhoto(t), "")
	hartati.idle()
	hartati.says("batu panco", "1", "1")
	hartati.number()
	if got := s.count("SELECT count(*) FROM case_files WHERE state = 'waiting'"); got != 1 {
		t.Errorf("%d files wait", got)
	}
	s.close()
	s.cfg.Evidence = house.Evidence{Dir: dir}
	s.open()
	s.forward(0)
	s.copyOf(s.kept(1)[0])
}

// change alters the record behind the program's back.
func (s *stage) change(query string) {
	s.t.Helper()
	ctx := context.Background()
	db, err := pgx.Connect(ctx, s.cfg.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close(ctx)
	if _, err := db.Exec(ctx, query); err != nil {
		s.t.Fatal(err)
	}
}

// A replica with a folder of its own would scatter the evidence: it refuses to start, and says why.
func TestAReplicaWithAFolderOfItsOwnRefusesToStart(t *testing.T) {
	besideOthers(t)
	s := newStage(t)
	own := s.cfg
	own.Evidence.Dir = t.TempDir()
	h, err := house.Open(context.Background(), own)
	if err == nil {
		h.Close()
		t.Fatal("it started")
	}
	if !strings.Contains(err.Error(), own.Evidence.Dir) || !strings.Contains(err.Error(), "storage.id") || !errors.Is(err, casebook.ErrConflict) {
		t.Errorf("the refusal is not clear: %v", err)
	}
	h, err = house.Open(context.Background(), s.cfg)
	if err != nil {
		t.Fatalf("the shared folder: %v", err)
	}
	h.Close()
}
