package desk

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"rembuk/internal/chat"
)

// mostPlay is how often in a row somebody who only tries the bot is answered: after that it waits for something to be said.
const mostPlay = 3

// plays tells whether somebody only tries the bot: "tes tes 123 min". A word of anything else makes a story of it.
func (v *visit) plays() bool {
	if v.in.Kind != chat.Text {
		return false
	}
	words, idle := strings.Fields(spoken(v.in.Text.Reveal())), v.voice().Words("greet.idle")
	return strings.ContainsFunc(v.in.Text.Reveal(), unicode.IsLetter) && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(idle, w) })
}

// play answers it kindly, and no more than a few times.
func (v *visit) play(ctx context.Context) error {
	if v.state.Plays++; v.state.Plays > mostPlay {
		return v.keep(ctx)
	}
	return v.reply(ctx, chat.Message{Text: v.say("greet.play") + "\n" + v.greeting() + "\n" + v.say("start.menu")})
}
