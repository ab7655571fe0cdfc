# shellcheck shell=bash
# The bench to work beside: finding one, or making one with the ordinary bench command.
# A bench that was found is never modified; everything of ours lives in its folder .social-crm.

FRAPPE_BRANCH=${FRAPPE_BRANCH:-version-15}
HALF_MADE=.made-by-social-crm-and-not-finished

is_bench() { [ -d "$1/apps/frappe/frappe" ] && [ -d "$1/apps/erpnext/erpnext" ] && [ -x "$1/env/bin/python" ]; }

# Sets BENCH_DIR to a usable bench and returns 0, or to the place where one should be made and returns 1.
bench_find() {
	local candidate
	if [ -n "${BENCH_DIR:-}" ]; then
		BENCH_DIR=$(realpath -m "$BENCH_DIR")
		is_bench "$BENCH_DIR" && return 0
		_refuse_a_folder_that_is_no_bench
		return 1
	fi
	for candidate in "$HOME/frappe-bench" /home/frappe/frappe-bench; do
		if is_bench "$candidate"; then
			BENCH_DIR=$(realpath "$candidate")
			return 0
		fi
	done
	BENCH_DIR=$(_home_of "$(new_bench_owner)")/frappe-bench
	return 1
}

# A folder with something in it is never overwritten, unless an earlier run of ours left it half made.
_refuse_a_folder_that_is_no_bench() {
	[ -n "$(ls -A "$BENCH_DIR" 2>/dev/null)" ] && [ ! -e "$BENCH_DIR/$HALF_MADE" ] || return 0
	die "BENCH_DIR=$BENCH_DIR is not a bench with Frappe and ERPNext." \
		"Expected there: apps/frappe, apps/erpnext and env/bin/python." \
		"Point BENCH_DIR at such a bench, or at a folder that does not exist yet to have one made there."
}

# A bench must not belong to root: the person behind sudo owns it, else a user called frappe.
new_bench_owner() {
	if [ "$(id -u)" -ne 0 ]; then
		id -un
	elif [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
		printf '%s\n' "$SUDO_USER"
	else
		printf 'frappe\n'
	fi
}

_home_of() {
	local home
	home=$(getent passwd "$1" | cut -d: -f6)
	printf '%s' "${home:-/home/$1}"
}

# Empty when github.com can be reached, else the reason in the words of the system.
github_refusal() {
	"$(find_python)" - <<-'PY'
		import urllib.error, urllib.request
		try:
		    urllib.request.urlopen("https://github.com/frappe/frappe", timeout=8).close()
		except (OSError, urllib.error.URLError) as error:
		    print(getattr(error, "reason", None) or error)
	PY
}

# bench_ensure: BENCH_DIR is a usable bench afterwards, found or made; else fails with the reason in
# NO_BENCH_BECAUSE, in plain words.
bench_ensure() {
	local refusal packages
	bench_find && return 0
	NO_BENCH_BECAUSE="there is no bench at $BENCH_DIR, and none can be made on this machine"
	refusal=$(github_refusal)
	if [ -n "$refusal" ]; then
		NO_BENCH_BECAUSE+=", because github.com:443, where Frappe and ERPNext come from, did not answer ($refusal)"
		return 1
	fi
	mapfile -t packages < <(missing_packages_to_make_a_bench | sort -u)
	if [ ${#packages[@]} -gt 0 ] && ! may_install_packages; then
		NO_BENCH_BECAUSE+=", because these packages are missing: ${packages[*]}. Type:  $(install_line "${packages[@]}")"
		return 1
	fi
	say "There is no bench yet: one is made at $BENCH_DIR (about 10 minutes, once)."
	if ! (install_packages "${packages[@]}" && _bench_make_as_owner) || ! is_bench "$BENCH_DIR"; then
		NO_BENCH_BECAUSE="making a bench at $BENCH_DIR failed; the lines above say where"
		return 1
	fi
}

# What a person can do about a missing bench; $1 is the command to repeat.
advice_without_bench() {
	say "What you can do:"
	say "  - let this machine reach https://github.com (or set https_proxy), and type $1 again;"
	say "  - or, if there is a bench with ERPNext elsewhere:  BENCH_DIR=/path/to/frappe-bench $1"
}

# The owner may be somebody who cannot read this clone, so the functions are handed over as text.
_bench_make_as_owner() {
	local owner
	owner=$(new_bench_owner)
	if [ "$(id -u)" -ne 0 ]; then
		bench_make
		return
	fi
	create_bench_owner "$owner" || return
	install -d -o "$owner" -g "$(id -gn "$owner")" "$BENCH_DIR" || return
	{
		declare -f
		declare -p BENCH_DIR FRAPPE_BRANCH HALF_MADE
		printf 'set -Eeuo pipefail\nbench_make\n'
	} | as_user "$owner" bash -s
}

# bench_make: makes a bench at BENCH_DIR as the present user. Packages and network are there.
bench_make() {
	local tools
	tools=$(cache_dir)/venv-bench
	LOG=$(cache_dir)/make-bench.log
	mkdir -p "$BENCH_DIR"
	if [ -e "$BENCH_DIR/$HALF_MADE" ]; then
		say "  An earlier attempt was cut short; starting afresh in $BENCH_DIR."
		find "$BENCH_DIR" -mindepth 1 -delete
	fi
	touch "$BENCH_DIR/$HALF_MADE"
	use_node
	use_yarn
	[ -x "$tools/bin/bench" ] || run_logged "Installing the bench command" _install_bench_command "$tools"
	PATH=$tools/bin:$PATH
	run_logged "bench init, branch $FRAPPE_BRANCH (some minutes)" _bench_init
	run_logged "bench get-app erpnext, branch $FRAPPE_BRANCH (some minutes)" _bench_get_erpnext
	is_bench "$BENCH_DIR" || die "bench finished, but $BENCH_DIR is not complete." "See $LOG"
	rm -f -- "$BENCH_DIR/$HALF_MADE"
}

_install_bench_command() {
	"$(find_python)" -m venv "$1"
	"$1/bin/pip" install --quiet frappe-bench
}

_bench_init() {
	cd "$(dirname "$BENCH_DIR")" || return
	bench init --ignore-exist --no-backups --no-procfile --skip-redis-config-generation \
		--python "$(find_python)" --frappe-branch "$FRAPPE_BRANCH" "$BENCH_DIR"
}

_bench_get_erpnext() {
	cd "$BENCH_DIR" || return
	bench get-app --branch "$FRAPPE_BRANCH" https://github.com/frappe/erpnext
}
