#!/bin/sh
# Every check of this project, on any machine that has Go. What else is needed is found or, on Debian, installed.
#
#   sh deploy/check.sh          everything, as CI does it: on two cores some twenty minutes, and ten more on a bare machine
#   sh deploy/check.sh quick    vet and the tests, without race detector, browser and linter: for in between
#   sh deploy/check.sh fuzz     each fuzz test for ten seconds (FUZZTIME=1m: for that long)
#
# All checks are made, whatever fails; the end says which did. Nothing is skipped for want of a program.
set -u
cd "$(dirname "$0")/.." || exit 1
. deploy/needs.sh

failed=
began=$(date +%s)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

# step NAME COMMAND... runs one check and tells how long it took.
step() {
	name=$1
	shift
	echo "== $name"
	started=$(date +%s)
	if "$@"; then result=ok; else
		result=FAILED
		failed="$failed, $name"
	fi
	echo "-- $name: $result, $(($(date +%s) - started)) s"
}

formatted() {
	bad=$(gofmt -l . 2>&1)
	[ -z "$bad" ] || { echo "not formatted by gofmt:" && echo "$bad" && return 1; }
}

# Packages that build for macOS are seen to without one: the demo starts there too.
macos() { GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 go vet ./internal/devstack/... ./bot; }

lint() { go tool -modfile=deploy/lint/go.mod golangci-lint run; }

# tests shares one PostgreSQL and one Redis among the packages, and ends them.
# The S3-compatible server of the tests is built before, so that its minute is not the test's.
tests() {
	go tool -modfile=deploy/s3/go.mod -n versitygw >/dev/null || return 1
	go build -o "$work/withservers" ./internal/devstack/withservers && "$work/withservers" go test -timeout 30m "$@" ./...
}

# Each fuzz test starts from what is in testdata; a failure is written there, to be committed with its mend.
fuzz() {
	ok=0
	for target in $(grep -rhoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | cut -d' ' -f2 | sort -u); do
		for package in $(grep -rlE --include='*_test.go' "^func $target\(" . | xargs -n1 dirname | sort -u); do
			go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-10s}" "$package" || ok=1
		done
	done
	return $ok
}

case "${1:-all}" in
all)
	needs postgresql redis compiler browser
	step "format" formatted
	step "go.mod is tidy" go mod tidy -diff
	step "vet" go vet -tags browser ./...
	step "vet for macOS" macos
	step "tests, with the race detector and the browser" tests -race -tags browser
	step "lint" lint
	;;
quick)
	needs postgresql redis
	step "format" formatted
	step "vet" go vet ./...
	step "tests" tests
	;;
fuzz)
	step "fuzz" fuzz
	;;
*)
	echo "usage: sh deploy/check.sh [quick|fuzz]" >&2
	exit 2
	;;
esac

echo
took=$(($(date +%s) - began))
if [ -n "$failed" ]; then
	echo "FAILED after $took s:${failed#,}"
	exit 1
fi
echo "all is well, after $took s"
