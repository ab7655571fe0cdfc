# shellcheck shell=bash
# Starting, watching and stopping processes of an instance. Each service is its own session; its file
# run/NAME.pid holds the process id and the moment the kernel started it, so that a reused id is never
# mistaken for ours and nothing but our own processes is ever ended.

# Kernel start time of a living process: field 22 of /proc/PID/stat; the name in field 2 may hold spaces.
_started_at() {
	local stat fields
	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
	read -ra fields <<<"${stat##*) }"
	[ "${fields[0]}" != Z ] || return 1
	printf '%s' "${fields[19]}"
}

# service_pid NAME: prints the id of the running process; fails when it does not run.
service_pid() {
	local pid='' started=''
	[ -f "$INSTANCE/run/$1.pid" ] || return 1
	read -r pid started <"$INSTANCE/run/$1.pid" || return 1
	[ -n "$started" ] && [ "$(_started_at "$pid" || true)" = "$started" ] || return 1
	printf '%s' "$pid"
}

service_runs() { service_pid "$1" >/dev/null; }

# service_start NAME COMMAND...: starts it in the background in its own session, unless it runs already.
service_start() {
	local name=$1 pid
	shift
	service_runs "$name" && return 0
	setsid "$@" >>"$INSTANCE/logs/$name.log" 2>&1 </dev/null 9>&- &
	pid=$!
	disown
	printf '%s %s\n' "$pid" "$(_started_at "$pid" || true)" >"$INSTANCE/run/$name.pid"
}

# service_stop NAME [SECONDS]: asks the process to end, waits, then ends what is left of its session.
service_stop() {
	local name=$1 patience=${2:-10} pid
	[ -f "$INSTANCE/run/$name.pid" ] || return 0
	if pid=$(service_pid "$name"); then
		kill -TERM "$pid" 2>/dev/null || true
		_gone_within "$name" "$patience" || true
	fi
	_end_session_of "$name"
	rm -f "$INSTANCE/run/$name.pid"
}

# A worker's job or a web server's children can outlive their leader. The kernel does not give a number
# away while a session carries it, so a living stranger with that number means: nothing of ours is left.
_end_session_of() {
	local pid=''
	read -r pid _ <"$INSTANCE/run/$1.pid" || return 0
	[ -n "$pid" ] || return 0
	if _started_at "$pid" >/dev/null && ! service_runs "$1"; then
		return 0
	fi
	_kill_session "$pid"
}

# Every process whose session is $1: field 6 of /proc/PID/stat. A bare Debian has no pkill.
_kill_session() {
	local file stat fields pid
	for file in /proc/[0-9]*/stat; do
		IFS= read -r stat 2>/dev/null <"$file" || continue
		read -ra fields <<<"${stat##*) }"
		[ "${fields[3]}" = "$1" ] || continue
		pid=${file#/proc/}
		kill -KILL "${pid%/stat}" 2>/dev/null || true
	done
}

_gone_within() {
	local tenths=$(($2 * 10))
	while service_runs "$1"; do
		[ "$tenths" -gt 0 ] || return 1
		tenths=$((tenths - 1))
		sleep 0.1
	done
}

# wait_until SECONDS WORDS COMMAND...: until the command succeeds; says which service is late.
wait_until() {
	local deadline=$((SECONDS + $1)) words=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $deadline ] || {
			printf '%s did not answer in time.\n' "$words" >&2
			return 1
		}
		sleep 0.2
	done
}

# start_and_wait NAME SECONDS PROBE COMMAND...: PROBE is the name of a function that succeeds once it answers.
start_and_wait() {
	local name=$1 seconds=$2 probe=$3
	shift 3
	service_start "$name" "$@"
	wait_until "$seconds" "$name (see $INSTANCE/logs/$name.log)" _answers "$name" "$probe"
}

# A stranger on the same port would answer too, hence both questions.
_answers() { service_runs "$1" && "$2"; }
