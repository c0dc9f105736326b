# shellcheck shell=sh
# What the checks need of the machine: how to find it, and what to install where it is missing. Sourced by check.sh.

# needs NAME... sees that each is there, installs it on Debian, and ends the run with a sentence where it can't.
needs() {
	needed=$*
	lacking=$(missing)
	[ -n "$lacking" ] || return 0
	echo "== missing on this machine:$lacking"
	if [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
		started=$(date +%s)
		debian_install
		echo "-- install: $(($(date +%s) - started)) s"
	fi
	lacking=$(missing)
	[ -n "$lacking" ] || return 0
	echo "Please install what is missing ($lacking ), then run this again." >&2
	echo "Go: 1.26 or newer, from go.dev. Debian: apt-get install $(packages). macOS: brew install postgresql@17 redis, Google Chrome, and xcode-select --install." >&2
	exit 1
}

missing() {
	command -v go >/dev/null || printf ' go'
	for need in $needed; do
		"have_$need" || printf ' %s' "$need"
	done
}

# PostgreSQL's own programs, which Debian keeps out of PATH.
have_postgresql() {
	for folder in $(printf %s "$PATH" | tr ' :' '? ') /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
		/usr/local/opt/postgresql@*/bin /Applications/Postgres.app/Contents/Versions/*/bin; do
		[ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && return 0
	done
	return 1
}

have_redis() { command -v redis-server || command -v valkey-server; } >/dev/null

# The race detector is built with a C compiler and the C library's headers.
have_compiler() {
	command -v go >/dev/null && printf '#include <stdlib.h>\nint main(void) { return 0; }\n' | $(go env CC) -x c -o /dev/null -
} 2>/dev/null

have_browser() {
	for program in chromium chromium-browser google-chrome google-chrome-stable chrome \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
		command -v "$program" && return 0
	done
	return 1
} >/dev/null

packages() {
	for need in $(missing); do
		case $need in
		postgresql) echo postgresql ;;
		redis) echo redis-server ;;
		compiler) echo gcc libc6-dev ;;
		browser) echo chromium fonts-liberation fonts-noto-color-emoji ;;
		esac
	done | tr '\n' ' '
	[ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
}

debian_install() {
	if [ "$(id -u)" -eq 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else return 1; fi
	list=$(packages)
	[ -n "$list" ] || return 0
	echo "installing by apt-get: $list"
	# shellcheck disable=SC2086 # one word a package
	$sudo sh internal/devstack/debian.sh $list
}
