// Command bot is Rembuk: a Telegram bot with which residents report social problems, and officers and staff answer them.
//
//	go run ./bot demo      everything on this machine, with a simulated Telegram: nothing to configure
//	bot serve              for the real Telegram; settings from the environment, see deploy/env.example
//	bot --help             all commands
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// command is one thing that the program can do.
type command struct {
	name, usage, about string
	run                func(ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{"demo", "demo [--listen ADDRESS] [--data FOLDER]", "Runs everything on this machine: private PostgreSQL and Redis, a simulated Telegram with a chat page, invented people and cases. Uses DATABASE_URL, REDIS_URL and TELEGRAM_TOKEN_1701 where they are set.", demo},
		{"serve", "serve", "Serves the real Telegram, by webhook where WEBHOOK_URL is set, by long polling otherwise. Settings come from the environment; all faults are named at once.", serve},
		{"migrate", "migrate", "Brings the database to this program's schema and loads the districts' data. Run it before a new serve; it may run while the old one serves.", migrate},
		{"invite", "invite ROLE REGION", "Makes a one-time invitation and prints its link. ROLE: officer, coordinator, staff, caseworker, admin, viewer. REGION: a code such as 17.01.09. The first admin and the first caseworker come this way.", invite},
		{"webhook", "webhook set|delete|info", "Tells Telegram where to send updates: a step of a deployment, never of a replica.", webhook},
		{"talk", "talk [--language id|en] [--district 1701]", "Holds the report's conversation in the terminal. Needs no service and keeps nothing.", talk},
		{"poster", "poster --region CODE | --all [--district 1701] [--bot NAME] [--out FILE]", "Prints a poster to hang up in a village, or those of all villages, as a PDF on A4. Its QR code begins a report that knows the village. Needs no database.", poster},
		{"keys", "keys", "Prints a fresh key ring for REMBUK_KEYS. Keep it outside the database and its backups.", keys},
	}
}

func main() {
	if err := start(); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "rembuk:", err)
		os.Exit(1)
	}
}

// start runs the command until it is done, or until the program is asked to stop.
func start() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, os.Args[1:])
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] == "help" || strings.HasPrefix(args[0], "-") {
		help(os.Stdout)
		return nil
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, args[1:])
		}
	}
	help(os.Stderr)
	return fmt.Errorf("no command %q", args[0])
}

func help(out *os.File) {
	fmt.Fprint(out, "Rembuk: residents report social problems by chat, officers and staff answer them.\n\nUsage: bot COMMAND\n\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "  %s\n      %s\n\n", c.usage, c.about)
	}
	fmt.Fprint(out, "Settings (environment; deploy/env.example explains each):\n")
	for _, s := range settings {
		fmt.Fprintf(out, "  %-22s %s\n", s.name, s.about)
	}
}

// flags parses a command's flags; --help prints them with the command's own words.
func flags(name string, define func(*flag.FlagSet), args []string) ([]string, error) {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	define(set)
	set.Usage = func() {
		for _, c := range commands() {
			if c.name == name {
				fmt.Fprintf(set.Output(), "bot %s\n%s\n", c.usage, c.about)
			}
		}
		set.PrintDefaults()
	}
	err := set.Parse(args)
	return set.Args(), err
}
