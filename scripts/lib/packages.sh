# shellcheck shell=bash
# Debian packages: which are missing, and installing them when that is allowed.
# The services that come with them are kept from starting: this app runs its own copies.

# Everything here is driven by Python: without it nothing can even be looked up.
ensure_python() {
	local python
	python=$(find_python 2>/dev/null) && "$python" -c 'import ensurepip, venv' 2>/dev/null && return 0
	install_packages python3 python3-venv
	find_python >/dev/null
}

# Packages without which a bench cannot run at all. Prints the missing ones.
missing_packages_to_run() {
	has mariadbd || [ -x /usr/sbin/mariadbd ] || _database_packages
	has mariadb || has mysql || printf 'mariadb-client\n'
	has redis-server || printf 'redis-server\n'
	has git || printf 'git\n'
	has curl || printf 'curl\n'
	[ -s /etc/ssl/certs/ca-certificates.crt ] || [ ! -d /etc/apt ] || printf 'ca-certificates\n'
}

# The database program without its service where the distribution offers that.
_database_packages() {
	if apt-cache show mariadb-server-core >/dev/null 2>&1; then
		printf 'mariadb-server-core\nmariadb-client-core\n'
	else
		printf 'mariadb-server\n'
	fi
}

# What `bench init` needs on top. Prints the missing ones.
missing_packages_to_make_a_bench() {
	missing_packages_to_run
	has gcc && has make || printf 'build-essential\n'
	has pkg-config || printf 'pkg-config\n'
	"$(find_python)" - <<-'PY' 2>/dev/null || printf 'python3-dev\n'
		import pathlib, sys, sysconfig
		sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())
	PY
	dpkg -s libmariadb-dev >/dev/null 2>&1 || printf 'libmariadb-dev\n'
}

# True when packages can be installed without asking anybody.
may_install_packages() { has apt-get && { [ "$(id -u)" -eq 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; }

# The line to type when they cannot.
install_line() { printf 'sudo apt-get update && sudo apt-get install -y %s' "$*"; }

# install_packages NAME...: installs them as root or by sudo, else prints the line to type and stops.
install_packages() {
	[ $# -gt 0 ] || return 0
	has apt-get || die "These programs are missing: $*" "apt-get was not found, so please install them by this system's own means."
	may_install_packages || die "These packages are missing: $*" "Type this, then run the same command again:" "$(install_line "$@")"
	if [ "$(id -u)" -eq 0 ]; then
		_apt_install env "$@"
	else
		_apt_install sudo "$@"
	fi
	hash -r
}

# In a subshell, so that its trap is nobody else's.
_apt_install() (
	as=$1
	shift
	LOG=$(cache_dir)/packages.log
	_keep_services_from_starting "$as"
	run_logged "Reading the package lists" "$as" apt-get update
	# --no-remove: a database server of another make would have to go, and that is not ours to decide.
	run_logged "Installing $*" "$as" DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends --no-remove "$@"
)

# Debian asks /usr/sbin/policy-rc.d before it starts a service of a fresh package; 101 means no.
_keep_services_from_starting() {
	[ ! -e /usr/sbin/policy-rc.d ] || return 0
	printf '#!/bin/sh\nexit 101\n' | "$1" tee /usr/sbin/policy-rc.d >/dev/null
	"$1" chmod 755 /usr/sbin/policy-rc.d
	# shellcheck disable=SC2064 # the value of today is meant
	trap "$1 rm -f /usr/sbin/policy-rc.d" EXIT
}
