package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Call is one request a bot made.
type Call struct {
	At     time.Time
	Bot    string // username
	Method string
	Chat   int64  // as asked for, 0 where the method has none
	Text   string // text or caption, as sent
	Code   int    // 200, or the error's
	Error  string // the error's description
}

// apiError is a refusal in Telegram's words.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int
	MigrateTo   int64
}

func (e *apiError) Error() string { return e.Description }

func badRequest(format string, a ...any) *apiError {
	return &apiError{Code: 400, Description: "Bad Request: " + fmt.Sprintf(format, a...)}
}

func forbidden(why string) *apiError {
	return &apiError{Code: 403, Description: "Forbidden: " + why}
}

// methods are called with the lock held. getUpdates is not among them, since it waits.
var methods map[string]func(*Server, *bot, *args) (any, error)

func init() { // in init, since some methods reach the table again by way of s.call
	methods = map[string]func(*Server, *bot, *args) (any, error){
		"getme":                   (*Server).getMe,
		"logout":                  (*Server).yes,
		"close":                   (*Server).yes,
		"setwebhook":              (*Server).setWebhook,
		"deletewebhook":           (*Server).deleteWebhook,
		"getwebhookinfo":          (*Server).getWebhookInfo,
		"sendmessage":             (*Server).sendMessage,
		"sendphoto":               (*Server).sendPhoto,
		"senddocument":            (*Server).sendDocument,
		"sendvoice":               (*Server).sendVoice,
		"sendmediagroup":          (*Server).sendMediaGroup,
		"sendlocation":            (*Server).sendLocation,
		"sendcontact":             (*Server).sendContact,
		"sendchataction":          (*Server).sendChatAction,
		"copymessage":             (*Server).copyMessage,
		"forwardmessage":          (*Server).forwardMessage,
		"editmessagetext":         (*Server).editMessageText,
		"editmessagecaption":      (*Server).editMessageCaption,
		"editmessagemedia":        (*Server).editMessageMedia,
		"editmessagereplymarkup":  (*Server).editMessageReplyMarkup,
		"deletemessage":           (*Server).deleteMessage,
		"deletemessages":          (*Server).deleteMessages,
		"answercallbackquery":     (*Server).answerCallbackQuery,
		"getfile":                 (*Server).getFile,
		"setmycommands":           (*Server).setMyCommands,
		"getmycommands":           (*Server).getMyCommands,
		"deletemycommands":        (*Server).deleteMyCommands,
		"setmyname":               (*Server).setMyName,
		"getmyname":               (*Server).getMyName,
		"setmydescription":        (*Server).setMyDescription,
		"getmydescription":        (*Server).getMyDescription,
		"setmyshortdescription":   (*Server).setMyShortDescription,
		"getmyshortdescription":   (*Server).getMyShortDescription,
		"getchat":                 (*Server).getChat,
		"getchatmember":           (*Server).getChatMember,
		"getchatmembercount":      (*Server).getChatMemberCount,
		"getchatadministrators":   (*Server).getChatAdministrators,
		"leavechat":               (*Server).leaveChat,
		"setchatmenubutton":       (*Server).setChatMenuButton,
		"getchatmenubutton":       (*Server).getChatMenuButton,
		"createforumtopic":        (*Server).createForumTopic,
		"setmessagereaction":      (*Server).yes,
		"pinchatmessage":          (*Server).yes,
		"unpinchatmessage":        (*Server).yes,
		"setmydefaultadminrights": (*Server).yes,
	}
}

func (s *Server) serveBotAPI(w http.ResponseWriter, r *http.Request) {
	token, ok := strings.CutPrefix(r.PathValue("bot"), "bot")
	s.mu.Lock()
	b := s.findBot(func(b *bot) bool { return b.Token == token })
	s.mu.Unlock()
	if !ok || b == nil {
		code, text := 401, "Unauthorized"
		if !ok || !strings.Contains(token, ":") {
			code, text = 404, "Not Found"
		}
		reply(w, nil, &apiError{Code: code, Description: text})
		return
	}
	a := &args{}
	if err := a.read(w, r); err != nil {
		reply(w, nil, err)
		return
	}
	method := strings.ToLower(r.PathValue("method"))
	fault, planned := s.faults.takeFailure(method)
	if planned && !fault.Effect {
		s.fail(w, b, method, a, fault)
		return
	}
	var result any
	var err error
	if method == "getupdates" {
		result, err = s.getUpdates(r.Context(), b, a)
	} else {
		s.mu.Lock()
		result, err = s.call(b, method, a)
		s.mu.Unlock()
	}
	if planned {
		s.fail(w, b, "", nil, fault)
		return
	}
	reply(w, result, err)
}

// call runs one method and notes it. The lock is held.
func (s *Server) call(b *bot, method string, a *args) (any, error) {
	var result any
	var err error = &apiError{Code: 404, Description: "Not Found"}
	if do := methods[strings.ToLower(method)]; do != nil {
		result, err = do(s, b, a)
	}
	s.note(b, method, a, err)
	return result, err
}

func (s *Server) note(b *bot, method string, a *args, err error) {
	c := Call{At: s.cfg.Now(), Bot: b.Username, Method: strings.ToLower(method), Chat: a.long("chat_id"), Text: a.text("text"), Code: 200}
	if c.Text == "" {
		c.Text = a.text("caption")
	}
	var refused *apiError
	if errors.As(err, &refused) {
		c.Code, c.Error = refused.Code, refused.Description
	}
	if len(s.calls) >= 100_000 { // a demonstration may run for weeks
		s.calls = s.calls[50_000:]
	}
	s.calls = append(s.calls, c)
	s.bump()
}

// Calls returns every call of a Bot API method but getUpdates, in order, those that failed too. Methods are in lower case.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// fail answers as a planned fault says, or not at all.
func (s *Server) fail(w http.ResponseWriter, b *bot, method string, a *args, f Failure) {
	err := f.error()
	if a != nil {
		s.mu.Lock()
		s.note(b, method, a, err)
		s.mu.Unlock()
	}
	if f.Drop {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
			return
		}
	}
	reply(w, nil, err)
}

func reply(w http.ResponseWriter, result any, err error) {
	body, code := obj{"ok": true, "result": result}, http.StatusOK
	if d, ok := result.(described); ok {
		body["description"] = d.description
	}
	if err != nil {
		var refused *apiError
		if !errors.As(err, &refused) {
			refused = &apiError{Code: 500, Description: "Internal Server Error"}
		}
		code = refused.Code
		body = obj{"ok": false, "error_code": refused.Code, "description": refused.Description}
		if refused.RetryAfter > 0 {
			body["parameters"] = obj{"retry_after": refused.RetryAfter}
			w.Header().Set("Retry-After", fmt.Sprint(refused.RetryAfter))
		}
		if refused.MigrateTo != 0 {
			body["parameters"] = obj{"migrate_to_chat_id": refused.MigrateTo}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}
