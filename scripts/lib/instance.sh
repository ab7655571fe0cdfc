# shellcheck shell=bash
# An instance is a small bench beside the user's bench: links to its apps, and everything else of its own
# (sites, configuration, logs, database, Redis, Python packages it lacks). Frappe is told by
# FRAPPE_BENCH_ROOT. The user's bench is read, never written, except for the folder .social-crm.

CRM_HOME=
INSTANCE=

# instance_open NAME [APP]: sets INSTANCE and reads its state. APP may be "without-app" for templates.
instance_open() {
	CRM_HOME=$BENCH_DIR/.social-crm
	INSTANCE=$CRM_HOME/$1
	mkdir -p "$INSTANCE"/{apps,sites/assets,config,logs,run,redis-cache,redis-queue}
	chmod 700 "$INSTANCE"
	LOG=$INSTANCE/logs/scripts.log
	[ -f "$CRM_HOME/README.txt" ] || _write_readme
	_forget_foreign_settings
	unset "${!PORT_@}"
	state_load "$INSTANCE/state.env"
}

_write_readme() {
	cat >"$CRM_HOME/README.txt" <<-'TXT'
		This folder belongs to social_crm_app's scripts/demo and scripts/test: sites, databases and
		processes of their own, beside this bench and independent of it. Stop them with
		"scripts/demo --stop"; after that the whole folder may be deleted.
	TXT
}

# Settings in the caller's shell that would make Frappe talk to other servers than ours.
_forget_foreign_settings() {
	local name
	for name in $(compgen -e); do
		case $name in FRAPPE_BRANCH) ;; FRAPPE_* | MYSQL_* | MARIADB_* | DEV_SERVER | PYTHONPATH | VIRTUAL_ENV) unset "$name" ;; esac
	done
}

# Links, Python environment and assets: cheap, so done on every start; extras are pip's, such as "test".
instance_link() {
	local extras=${1:-}
	ln -sfn "$BENCH_DIR/apps/frappe" "$INSTANCE/apps/frappe"
	ln -sfn "$BENCH_DIR/apps/erpnext" "$INSTANCE/apps/erpnext"
	ln -sfn "$SOCIAL_CRM_ROOT" "$INSTANCE/apps/social_crm_app"
	printf 'frappe\nerpnext\nsocial_crm_app\n' >"$INSTANCE/sites/apps.txt"
	env_use "$extras"
}

# A template holds no app of ours: only the two links, and the bench's own Python.
instance_link_without_app() {
	ln -sfn "$BENCH_DIR/apps/frappe" "$INSTANCE/apps/frappe"
	ln -sfn "$BENCH_DIR/apps/erpnext" "$INSTANCE/apps/erpnext"
	printf 'frappe\nerpnext\n' >"$INSTANCE/sites/apps.txt"
	PYTHON=$BENCH_DIR/env/bin/python
}

# frappe_do ARGUMENTS...: what `bench ARGUMENTS` would do, in this instance.
frappe_do() {
	(
		cd "$INSTANCE/sites" || exit 1
		FRAPPE_BENCH_ROOT=$INSTANCE exec "$PYTHON" -m frappe.utils.bench_helper frappe "$@"
	)
}

# site_do PROGRAM ARGUMENTS...: a Python program inside the instance, with the site's name in its environment.
site_do() {
	(
		cd "$INSTANCE/sites" || exit 1
		FRAPPE_BENCH_ROOT=$INSTANCE SOCIAL_CRM_SITE=$SITE exec "$PYTHON" "$@"
	)
}

# ports_choose FIRST NAME...: keeps remembered ports as long as nobody else took them, else finds new ones.
ports_choose() {
	local first=$1 name numbers
	shift
	_remembered_ports_are_usable "$@" && return 0
	instance_stop
	mapfile -t numbers < <("$PYTHON" "$SOCIAL_CRM_LIB/ports.py" $# "$first")
	[ ${#numbers[@]} -eq $# ] || die "Not enough free ports from $first upwards."
	for name in "$@"; do
		state_set "PORT_$name" "${numbers[0]}"
		numbers=("${numbers[@]:1}")
	done
}

# A port is usable when it is free or when the service that we started on it still runs.
_remembered_ports_are_usable() {
	local name variable service
	for name in "$@"; do
		variable=PORT_$name
		[ -n "${!variable:-}" ] || return 1
		service=${name,,}
		service_runs "${service//_/-}" || port_is_free "${!variable}" || return 1
	done
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The services that an instance can have, in the order in which they start.
SERVICES=(mariadb redis-cache redis-queue feeds web socketio worker scheduler)

# Ends everything that this instance started, last one first, and nothing else.
instance_stop() {
	local index name
	for ((index = ${#SERVICES[@]} - 1; index >= 0; index--)); do
		name=${SERVICES[index]}
		case $name in mariadb) service_stop "$name" 60 ;; worker) service_stop "$name" 5 ;; *) service_stop "$name" ;; esac
	done
}

# One line per service, for people.
instance_status() {
	local name pid
	for name in "${SERVICES[@]}"; do
		if pid=$(service_pid "$name"); then
			printf '  %-12s runs (process %s)\n' "$name" "$pid"
		else
			printf '  %-12s does not run\n' "$name"
		fi
	done
}
