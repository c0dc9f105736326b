package house

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"rembuk/internal/devstack"
)

func TestTheAddressOfRedisTellsItsKind(t *testing.T) {
	for address, kind := range map[string]func(redis.UniversalClient) bool{
		"redis://cache:6379/0":                                       func(c redis.UniversalClient) bool { _, ok := c.(*redis.Client); return ok },
		"unix:///run/redis.sock?db=0":                                func(c redis.UniversalClient) bool { _, ok := c.(*redis.Client); return ok },
		"redis://one:6379?addr=two:6379&addr=three:6379":             func(c redis.UniversalClient) bool { _, ok := c.(*redis.ClusterClient); return ok },
		"redis://sentinel:26379/0?master_name=main&addr=other:26379": func(c redis.UniversalClient) bool { _, ok := c.(*redis.Client); return ok },
	} {
		c, err := dialRedis(address)
		if err != nil || !kind(c) {
			t.Errorf("%s: %T, %v", address, c, err)
			continue
		}
		_ = c.Close()
	}
	for _, address := range []string{"", "cache:6379", "http://cache"} {
		if _, err := dialRedis(address); err == nil {
			t.Errorf("%q was taken for an address of Redis", address)
		}
	}
}

func TestFaultsOfSettingsPrintNoSecret(t *testing.T) {
	err := Check(Config{Database: "postgres://rembuk:hunter2@/%zz", Redis: "http://:hunter2@cache", Keys: "1:hunter2", Districts: []District{{Code: "nowhere"}}})
	if err == nil {
		t.Fatal("no fault found")
	}
	if text := err.Error(); len(text) == 0 || strings.Contains(text, "hunter2") {
		t.Errorf("a fault prints a secret: %s", text)
	}
}

func TestEachStepOfTheStartIsSaid(t *testing.T) {
	for _, code := range devstack.ProgressCodes {
		if steps[code] == "" {
			t.Errorf("%s is not said", code)
		}
	}
}
