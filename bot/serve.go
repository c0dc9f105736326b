package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"rembuk/internal/house"
	"rembuk/internal/private"
)

func serve(ctx context.Context, args []string) error {
	if _, err := flags("serve", func(*flag.FlagSet) {}, args); err != nil {
		return err
	}
	cfg, err := complete()
	if err != nil {
		return err
	}
	h, err := house.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.Close()
	return h.Serve(ctx)
}

// complete reads the settings, the bot tokens among them.
func complete() (house.Config, error) {
	cfg, err := read(os.Getenv)
	if missing := tokens(cfg); missing != nil {
		if err != nil {
			return cfg, fmt.Errorf("%w\n%w", err, missing)
		}
		return cfg, missing
	}
	return cfg, err
}

func migrate(ctx context.Context, args []string) error {
	if _, err := flags("migrate", func(*flag.FlagSet) {}, args); err != nil {
		return err
	}
	cfg, err := read(os.Getenv)
	if err != nil {
		return err
	}
	return house.Migrate(ctx, cfg, say)
}

func invite(ctx context.Context, args []string) error {
	rest, err := flags("invite", func(*flag.FlagSet) {}, args)
	if err != nil {
		return err
	}
	if len(rest) != 2 {
		return fmt.Errorf("want: invite ROLE REGION, such as: invite admin 17.01")
	}
	cfg, err := complete()
	if err != nil {
		return err
	}
	link, code, err := house.Invite(ctx, cfg, rest[0], rest[1])
	if err != nil {
		return err
	}
	fmt.Println(link)
	fmt.Println(code)
	return nil
}

func webhook(ctx context.Context, args []string) error {
	rest, err := flags("webhook", func(*flag.FlagSet) {}, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return fmt.Errorf("want: webhook set, webhook delete or webhook info")
	}
	cfg, err := complete()
	if err != nil {
		return err
	}
	return house.Webhook(ctx, cfg, rest[0], say)
}

func keys(context.Context, []string) error {
	fmt.Println(private.NewKey())
	return nil
}

// say tells what takes a while.
func say(line string) { fmt.Fprintln(os.Stderr, line) }
