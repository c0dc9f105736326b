package main

import (
	"context"
	"flag"
	"os"

	"rembuk/internal/house"
)

func demo(ctx context.Context, args []string) error {
	cfg := readDemo(os.Getenv)
	if _, err := flags("demo", func(f *flag.FlagSet) {
		f.StringVar(&cfg.Listen, "listen", "127.0.0.1:8017", "address of the chat page; this machine only")
		f.StringVar(&cfg.Dir, "data", "data", "folder in which everything is kept")
	}, args); err != nil {
		return err
	}
	return house.Demo(ctx, cfg)
}
