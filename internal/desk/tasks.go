package desk

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/dialog"
)

// perList is how many cases stand in one list.
const perList = 10

func (v *visit) allTasks(ctx context.Context) error { return v.tasks(ctx, casebook.Cursor{}) }

// tasks lists the open cases that the person may work, the most pressing first.
func (v *visit) tasks(ctx context.Context, after casebook.Cursor) error {
	viewer, err := v.who(ctx)
	if err != nil {
		return err
	}
	lines, last, err := v.Records.OpenCases(ctx, viewer, after, perList)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return v.reply(ctx, v.plain("tasks.none"))
	}
	next := ""
	if last.ID != 0 {
		next = page(last)
	}
	return v.keepAndSay(ctx, dialog.Turn{Messages: []chat.Message{v.office.Cards.Tasks(viewer, lines, next)}})
}

// page is the token of the button that goes on in a list.
func page(c casebook.Cursor) string { return fmt.Sprintf("t:%d:%d", c.Sort.UnixMicro(), c.ID) }

func readPage(data string) (casebook.Cursor, bool) {
	parts := strings.Split(data, ":")
	if len(parts) != 3 || parts[0] != "t" {
		return casebook.Cursor{}, false
	}
	at, err1 := strconv.ParseInt(parts[1], 10, 64)
	id, err2 := strconv.ParseInt(parts[2], 10, 64)
	return casebook.Cursor{Sort: time.UnixMicro(at), ID: id}, err1 == nil && err2 == nil
}
