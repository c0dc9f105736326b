package simulator

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Config says where a simulated Telegram lives and by which clock. The zero value keeps everything in memory.
type Config struct {
	Dir string           // where chats, counters and files are kept over a restart; "" keeps them in memory
	Now func() time.Time // dates of messages, age of taps and queues; nil is time.Now
	Log *slog.Logger     // nil is silent; never given people's words or a token
}

// Server is the simulated Telegram, an http.Handler. One lock guards all of it: correctness is worth more here than speed.
type Server struct {
	cfg    Config
	log    *slog.Logger
	routes *http.ServeMux
	client *http.Client // to webhooks
	faults *Faults

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	changed chan struct{} // closed and replaced at every change, so that many can wait
	rev     int           // counts changes; a post carries the one it last changed at
	journal *journal
	bots    []*bot
	people  []*Person
	phones  map[int64]*phone
	rooms   map[place]*room
	files   map[string]*file
	queries map[string]*query
	calls   []Call
	limits  limits
}

// Open reads what an earlier run kept in cfg.Dir, if anything, and goes on from there.
func Open(cfg Config) (*Server, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		cfg: cfg, log: cfg.Log,
		client:  &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 30 * time.Second}},
		changed: make(chan struct{}),
		phones:  map[int64]*phone{},
		rooms:   map[place]*room{},
		files:   map[string]*file{},
		queries: map[string]*query{},
		limits:  limits{on: true},
	}
	s.faults = newFaults(s)
	s.ctx, s.cancel = context.WithCancel(context.Background())
	if err := s.openJournal(); err != nil {
		s.cancel()
		return nil, err
	}
	s.routes = s.makeRoutes()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.bots {
		s.pumpAll(b)
	}
	return s, nil
}

// Close ends polls, deliveries and event streams, waits for them, and closes the journal.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.work.Wait()
	s.client.CloseIdleConnections()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.journal.close()
}

// Listen opens a TCP address, refusing any that other machines could reach.
func Listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if !isLoopback(host) {
		return nil, &net.AddrError{Err: "the simulated Telegram listens on loopback only", Addr: addr}
	}
	return net.Listen("tcp", addr)
}

// ServeHTTP refuses what did not come over loopback: anybody who reaches the page may play anybody.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	local, known := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if known && !isLoopback(hostOf(local.String())) || !isLoopback(hostOf(r.Host)) {
		http.Error(w, "the simulated Telegram answers on loopback only", http.StatusForbidden)
		return
	}
	s.routes.ServeHTTP(w, r)
}

func (s *Server) makeRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	s.routePage(mux)
	s.routeControl(mux)
	mux.HandleFunc("/file/{bot}/{path...}", s.serveDownload)
	mux.HandleFunc("/{bot}/{method}", s.serveBotAPI)
	return mux
}

// bump tells everybody who waits that something changed. The lock is held.
func (s *Server) bump() {
	s.rev++
	close(s.changed)
	s.changed = make(chan struct{})
}

// await returns when ok holds, looking again at every change; ok runs with the lock held.
func (s *Server) await(ctx context.Context, ok func() bool) error {
	for {
		s.mu.Lock()
		done, changed := ok(), s.changed
		s.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return http.ErrServerClosed
		}
	}
}

func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

func isLoopback(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}
