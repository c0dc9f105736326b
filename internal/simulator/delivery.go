package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"
)

const attemptLife = 60 * time.Second // a webhook that has not answered by then has failed

func (s *Server) pumpAll(b *bot) {
	for _, u := range b.pending {
		s.pump(b, u.Queue)
	}
}

// pump sees to it that somebody delivers a queue. The lock is held.
func (s *Server) pump(b *bot, queue string) {
	if b.Webhook.URL == "" || b.pumping[queue] || s.closed {
		return
	}
	b.pumping[queue] = true
	s.work.Go(func() { s.deliver(b, queue, b.Webhook, b.pumping, b.slots, b.stop) })
}

// deliver sends a queue's updates in order, one at a time, until it is empty or the webhook is changed.
func (s *Server) deliver(b *bot, queue string, hook webhook, pumping map[string]bool, slots, stop chan struct{}) {
	for failures := 0; ; {
		u := s.nextOf(b, queue, pumping, stop)
		if u == nil {
			return
		}
		select {
		case slots <- struct{}{}:
		case <-stop:
			return
		case <-s.ctx.Done():
			return
		}
		answer, err := s.attempt(hook, u)
		<-slots
		if s.attempted(b, u, answer, err) {
			failures = 0
			continue
		}
		failures++
		select {
		case <-time.After(s.faults.hurried(patience(failures, answer))):
		case <-stop:
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// nextOf waits while the queue is held back; nil means that the delivery ends.
func (s *Server) nextOf(b *bot, queue string, pumping map[string]bool, stop chan struct{}) *update {
	err := s.await(s.ctx, func() bool { return b.stop != stop || !s.faults.holds(queue) })
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || b.stop != stop {
		return nil
	}
	s.dropOld(b)
	u := b.first(queue)
	if u == nil {
		delete(pumping, queue)
	}
	return u
}

// patience is how long Telegram waits after so many failures: 0, 0, 2, 6, 14, 30 s and then a minute, or what Retry-After asked for.
func patience(failures int, answer *answer) time.Duration {
	if answer != nil && answer.retryAfter > 0 {
		return answer.retryAfter
	}
	if failures < 2 {
		return 0
	}
	return time.Duration(min(1<<min(failures-1, 10)-2, 60)) * time.Second
}

type answer struct {
	status     int
	retryAfter time.Duration
	method     *args // a call of a method that rode in the answer
}

func (s *Server) attempt(hook webhook, u *update) (*answer, error) {
	ctx, cancel := context.WithTimeout(s.ctx, attemptLife)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(u.json()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if hook.Secret != "" {
		request.Header.Set("X-Telegram-Bot-Api-Secret-Token", hook.Secret)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return nil, err
	}
	seconds, _ := strconv.ParseFloat(response.Header.Get("Retry-After"), 64)
	found := &answer{status: response.StatusCode, retryAfter: time.Duration(seconds * float64(time.Second))}
	call := &args{}
	if call.readJSON(body) == nil && call.text("method") != "" {
		found.method = call
	}
	return found, nil
}

// attempted says whether the update is done with, and does what the answer asked for.
func (s *Server) attempted(b *bot, u *update, answer *answer, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil && answer.status/100 == 2 && s.faults.takeDroppedAnswer() {
		err = errors.New("Connection closed")
	}
	if err != nil || answer.status/100 != 2 {
		b.Webhook.LastError, b.Webhook.LastErrorDate = webhookError(answer, err), s.cfg.Now().Unix()
		s.bump()
		return false
	}
	if answer.method != nil {
		_, _ = s.call(b, answer.method.text("method"), answer.method) // a method in the answer has no answer of its own
	}
	if u.again > 0 {
		u.again--
		return true
	}
	s.settle(b, u, true)
	return true
}

func webhookError(answer *answer, err error) string {
	switch {
	case err == nil:
		return fmt.Sprintf("Wrong response from the webhook: %d %s", answer.status, http.StatusText(answer.status))
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Connection refused"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "Read timeout expired"
	default:
		return "Connection closed"
	}
}
