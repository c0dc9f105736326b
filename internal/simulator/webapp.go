package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// InitData is what Telegram hands a Mini App that this person opens: who it is, signed with the bot's token.
func (c *Chat) InitData() string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.s.initData(c.bot, c.person)
}

func (s *Server) initData(b *bot, person int64) string {
	user, _ := json.Marshal(s.userJSON(person))
	fields := url.Values{
		"user":      {string(user)},
		"auth_date": {strconv.FormatInt(s.cfg.Now().Unix(), 10)},
		"query_id":  {fmt.Sprintf("AAE%d", s.rev)},
	}
	var lines []string
	for k, v := range fields {
		lines = append(lines, k+"="+v[0])
	}
	slices.Sort(lines)
	key := signed([]byte("WebAppData"), b.Token)
	fields.Set("hash", hex.EncodeToString(signed(key, strings.Join(lines, "\n"))))
	return fields.Encode()
}

func signed(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// openWebApp sends the browser on to a Mini App with its signed data in the fragment, where the real apps put it.
func (s *Server) openWebApp(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	person, _ := strconv.ParseInt(q.Get("person"), 10, 64)
	target, err := url.Parse(q.Get("url"))
	s.mu.Lock()
	b := s.botByName(q.Get("bot"))
	known := b != nil && s.person(person) != nil
	s.mu.Unlock()
	if !known || err != nil || !isLoopback(target.Hostname()) {
		http.Error(w, "a Mini App here is a page on loopback, opened by a person of the chat page", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	data := s.initData(b, person)
	s.mu.Unlock()
	target.Fragment = ""
	http.Redirect(w, r, target.String()+"#tgWebAppData="+url.QueryEscape(data)+"&tgWebAppVersion=8.0&tgWebAppPlatform=web", http.StatusFound)
}
