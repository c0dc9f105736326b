// Package telegram is the border to Telegram: updates in (by webhook or by polling), messages out, files down.
// It knows how to deliver and what Telegram's answers mean; it refuses to know what anything is about.
//
// Telegram is the queue. Its server keeps an update for a day and sends each person's updates in order, one at a time, until we
// answer 200. So nothing is stored here: an update is attended to inside the request that brought it, and what fails for want of
// infrastructure is answered 503 and comes again. The bot library's own loops confirm an update before the work is done; its types
// and calls are used, its loops never.
//
// What happens to an update:
//
//	Attend says nil                      200, it is done
//	ErrAway, ErrNewerDraft               503 with Retry-After; the poller tries again in place; not counted
//	the deadline passes                  503, counted
//	any other error, a panic             kept by Dead, the person reads an apology, 200
//	a fourth attempt                     the same: an update that ends the program must not stop a queue for a day
//	Dead fails                           503: what we cannot handle and cannot keep stays with Telegram
//
// Rooms that Attend reaches should give up on a service well before the 15 seconds end, so that its absence is said (ErrAway, not
// counted) and not counted as the update's own fault.
//
// The bot's token is in every address we call: no error or log line of this package holds it, nor a person's words, nor a chat id.
package telegram
