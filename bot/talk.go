package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"rembuk/internal/house"
)

// talk holds a conversation in the terminal: a line typed is a message, and what the bot says is printed with its keys.
func talk(ctx context.Context, args []string) error {
	var language, code string
	if _, err := flags("talk", func(f *flag.FlagSet) {
		f.StringVar(&language, "language", "id", "id or en")
		f.StringVar(&code, "district", "1701", "the district's data")
	}, args); err != nil {
		return err
	}
	rehearsal, err := house.Rehearse(code, language, time.Now())
	if err != nil {
		return err
	}
	fmt.Println("<", rehearsal.Lead)
	lines := bufio.NewScanner(os.Stdin)
	for fmt.Print("> "); lines.Scan() && ctx.Err() == nil; fmt.Print("> ") {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		said, over := rehearsal.Line(lines.Text())
		fmt.Print(said)
		if over {
			return nil
		}
	}
	fmt.Println()
	return lines.Err()
}
