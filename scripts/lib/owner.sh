# shellcheck shell=bash
# Whose bench it is: MariaDB and bench refuse to run as root, so root hands over to the bench's owner.

# True when this very process may work in the bench.
may_work_in_bench() { [ "$(id -u)" -ne 0 ] && [ -w "$BENCH_DIR" ]; }

# Creates the user who will own a new bench; only root comes here, and it is said.
create_bench_owner() {
	local user=$1
	id "$user" >/dev/null 2>&1 && return 0
	say "Creating the user \"$user\": a bench must not belong to root."
	useradd --create-home --shell /bin/bash "$user"
}

# as_user USER COMMAND...: runs it with USER's own home and a plain PATH; certificates and proxies stay.
as_user() {
	local user=$1 home
	shift
	home=$(_home_of "$user")
	runuser -u "$user" -- env -u XDG_CACHE_HOME -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u XDG_RUNTIME_DIR \
		HOME="$home" USER="$user" LOGNAME="$user" PATH="$(_plain_path)" "$@"
}

# PATH without the folders below root's home, which nobody else can read.
_plain_path() {
	local dir result=''
	local IFS=:
	for dir in $PATH; do
		case $dir in "$HOME" | "$HOME"/* | /root | /root/*) continue ;; esac
		result=$result${result:+:}$dir
	done
	printf '%s' "${result:-/usr/local/bin:/usr/bin:/bin}"
}

# owner_refusal COMMAND: empty when this user may work in the bench or may hand over to its owner; else why
# not, with the line to type.
owner_refusal() {
	local owner
	may_work_in_bench && return 0
	owner=$(stat -c %U "$BENCH_DIR")
	if [ "$(id -u)" -ne 0 ]; then
		printf '%s belongs to %s, and you (%s) may not write there. Type:  sudo -u %s env BENCH_DIR=%s %s' \
			"$BENCH_DIR" "$owner" "$(id -un)" "$owner" "$BENCH_DIR" "$1"
	elif [ "$owner" = root ]; then
		printf '%s belongs to root, and neither bench nor MariaDB runs as root. Give it to an ordinary user:  chown -R frappe: %s' \
			"$BENCH_DIR" "$BENCH_DIR"
	fi
}

# continue_as_owner SCRIPT ARGUMENTS...: returns if this process may go on; else root runs SCRIPT again
# as the bench's owner and ends with its status; anybody else is told the line to type.
continue_as_owner() {
	local script=$1 owner code status=0 refusal
	shift
	may_work_in_bench && return 0
	refusal=$(owner_refusal "$SOCIAL_CRM_ROOT/scripts/$script $*")
	[ -z "$refusal" ] || die "$refusal"
	owner=$(stat -c %U "$BENCH_DIR")
	code=$(code_for_owner "$owner")
	as_user "$owner" env BENCH_DIR="$BENCH_DIR" "$code/scripts/$script" "$@" || status=$?
	exit "$status"
}

# Prints a folder with this code that OWNER can read: the clone itself, else a fresh copy below the bench.
# Hidden files (git, caches of tools) are neither needed nor copied.
code_for_owner() {
	local owner=$1 copy
	if as_user "$owner" bash -c "$_ALL_READABLE" bash "$SOCIAL_CRM_ROOT" 2>/dev/null; then
		printf '%s' "$SOCIAL_CRM_ROOT"
		return 0
	fi
	copy=$BENCH_DIR/.social-crm/code-$(printf '%s' "$SOCIAL_CRM_ROOT" | short_hash)
	tar -C "$SOCIAL_CRM_ROOT" --exclude='./.[!.]*' --exclude=node_modules --exclude=__pycache__ -cf - . |
		as_user "$owner" bash -c "$_UNPACK_CODE" bash "$copy"
	printf '%s' "$copy"
}

# Small programs for the owner's shell; $1 is the folder.
# shellcheck disable=SC2016 # they are expanded there, not here
_ALL_READABLE='cd "$1" && [ -z "$(find . -path "./.*" -prune -o ! -readable -print -quit)" ]'
# shellcheck disable=SC2016
_UNPACK_CODE='rm -rf "$1.new" && mkdir -p "$1.new" && tar -C "$1.new" -xf - && rm -rf "$1" && mv "$1.new" "$1"'
