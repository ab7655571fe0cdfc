# shellcheck shell=bash
# Words on the terminal, time keeping, caches and the state file: what every other file here relies on.
# Nothing here knows about ERPNext.

SOCIAL_CRM_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
SOCIAL_CRM_LIB=$SOCIAL_CRM_ROOT/scripts/lib
LOG=${LOG:-/dev/null}

say() { printf '%s\n' "$*"; }
warn() { printf 'Note: %s\n' "$*" >&2; }

# Says what went wrong and what to do, then ends the command.
die() {
	printf '\nStopped: %s\n' "$1" >&2
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	exit 1
}

# Prints seconds as "7 s" or "2 min 05 s".
duration() {
	if [ "$1" -lt 60 ]; then
		printf '%d s' "$1"
	else
		printf '%d min %02d s' $(($1 / 60)) $(($1 % 60))
	fi
}

# Rewrites the current line with the seconds gone by; runs in the background beside a long command.
_ticker() {
	local seconds=0
	while sleep 1; do
		seconds=$((seconds + 1))
		printf '\r  %s ... %s ' "$1" "$(duration "$seconds")"
	done
}

# run_logged WORDS COMMAND...: one line on the terminal, the command's own output in $LOG.
run_logged() {
	local words=$1 started=$SECONDS ticker='' status
	shift
	printf '  %s ... ' "$words"
	printf '\n== %s: %s\n' "$(date '+%F %T')" "$words" >>"$LOG"
	if [ -t 1 ]; then
		_ticker "$words" &
		ticker=$!
	fi
	set +e
	(
		set -e
		"$@"
	) >>"$LOG" 2>&1 </dev/null
	status=$?
	set -e
	if [ -n "$ticker" ]; then
		kill "$ticker" 2>/dev/null && wait "$ticker" 2>/dev/null || true
		printf '\r  %s ... ' "$words"
	fi
	[ $status -eq 0 ] || _report_failure "$words" "$status"
	printf 'done (%s)\n' "$(duration $((SECONDS - started)))"
	# The command ran in a shell of its own: what it remembered is read back.
	[ -z "${STATE_FILE:-}" ] || state_load "$STATE_FILE"
}

_report_failure() {
	printf 'failed\n'
	if [ -f "$LOG" ]; then
		printf '\nThe last lines of %s:\n' "$LOG" >&2
		tail -n 25 "$LOG" | cut -c1-200 | sed 's/^/    /' >&2
	fi
	die "\"$1\" failed (exit status $2)." "Once the cause is removed, the same command continues where it stopped."
}

has() { command -v "$1" >/dev/null 2>&1; }

# Folder for downloads and virtual environments of the person who runs the command.
cache_dir() {
	local dir=${XDG_CACHE_HOME:-$HOME/.cache}/social_crm_app
	mkdir -p "$dir"
	printf '%s' "$dir"
}

# First python3 that is 3.10 or newer; newer names come last because the plain one is the usual one.
find_python() {
	local name
	for name in python3 python3.12 python3.11 python3.10; do
		if has "$name" && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
			command -v "$name"
			return 0
		fi
	done
	die "Python 3.10 or newer was not found." "On Debian 12 and Ubuntu 22.04 or newer: apt-get install python3 python3-venv"
}

# short_hash: eight characters that stand for standard input.
short_hash() { sha256sum | cut -c1-8; }

# A state file keeps KEY=value lines between runs; only these functions write it.
state_load() {
	STATE_FILE=$1
	# shellcheck source=/dev/null
	[ ! -f "$STATE_FILE" ] || . "$STATE_FILE"
}

state_set() {
	local key=$1 value=$2
	touch "$STATE_FILE"
	chmod 600 "$STATE_FILE"
	{
		grep -v "^$key=" "$STATE_FILE" || true
		printf '%s=%q\n' "$key" "$value"
	} >"$STATE_FILE.new"
	chmod 600 "$STATE_FILE.new"
	mv "$STATE_FILE.new" "$STATE_FILE"
	printf -v "$key" '%s' "$value"
}

# only_one_at_a_time FILE WORDS: holds a lock on FILE until the command ends.
only_one_at_a_time() {
	exec 9>"$1"
	flock -n 9 || die "$2 is already running." "Wait for it, or stop it first."
}
