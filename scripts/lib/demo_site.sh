# shellcheck shell=bash
# The demo's site: made once, started as often as wanted, brought up to date when the clone has changed.

DEMO_SITE=social-crm.localhost

# demo_start ARGUMENTS...: the whole way from nothing, or from wherever an earlier run stopped.
demo_start() {
	local packages
	if ! bench_ensure; then
		say "No ERPNext here: $NO_BENCH_BECAUSE."
		advice_without_bench ./scripts/demo
		say ""
		say "Until then, this is the preview: the same feeds, analysis and identity rules without ERPNext."
		preview_run
		return
	fi
	mapfile -t packages < <(missing_packages_to_run)
	install_packages "${packages[@]}"
	continue_as_owner demo "$@"
	_demo_open
	only_one_at_a_time "$INSTANCE/run/lock" "scripts/demo"
	if _demo_is_up; then
		say "The demo runs already."
	else
		_demo_bring_up
	fi
	site_do "$SOCIAL_CRM_LIB/demo_report.py"
	_demo_say_where
	[ -z "${DEMO_TROUBLE:-}" ]
}

_demo_open() {
	SITE=$DEMO_SITE
	DURABLE=yes
	instance_open demo
	PYTHON=$INSTANCE/env/bin/python
}

# Every process runs and the clone is the one it was started from.
_demo_is_up() {
	local name
	for name in "${SERVICES[@]}"; do
		service_runs "$name" || return 1
	done
	[ "${DEMO_READY:-}" = "$(_demo_stamp)" ]
}

_demo_stamp() { printf '%s-%s-%s' "$(code_stamp)" "$(printf '%s' "$SOCIAL_CRM_ROOT" | short_hash)" "$LISTEN"; }

_demo_bring_up() {
	local stamp
	stamp=$(_demo_stamp)
	say "Starting the demo beside $BENCH_DIR (the first time takes about 3 minutes)."
	[ "${DEMO_READY:-}" = "$stamp" ] || _demo_stop_app
	_demo_prepare
	if [ -z "${DEMO_INSTALLED:-}" ]; then
		_demo_make_site
	else
		database_start
		redis_start
		[ "${DEMO_READY:-}" = "$stamp" ] || run_logged "Bringing the site up to date" frappe_do --site "$SITE" migrate
	fi
	run_logged "Building the app's browser files" _demo_assets
	feeds_start
	run_logged "Adding demo data" _demo_seed
	_demo_start_app
	# Its failure is said, but ERPNext runs and its address is worth having all the same.
	(run_logged "Waiting for the scheduled job to pull (about 1 minute)" site_do "$SOCIAL_CRM_LIB/demo_report.py" --wait 300) ||
		DEMO_TROUBLE=yes
	state_set DEMO_READY "$stamp"
	say "  Ready after $(duration $SECONDS)."
}

_demo_prepare() {
	template_make
	instance_link
	use_node
	ports_choose 18100 MARIADB REDIS_CACHE REDIS_QUEUE FEEDS SOCKETIO
	ports_choose 8090 WEB
	[ -n "${DEMO_PASSWORD:-}" ] || state_set DEMO_PASSWORD "$(_random_word)"
	[ -n "${EPOCH:-}" ] || state_set EPOCH "$(date +%s)"
	bench_config_write
}

# A site that was only half made is made again: nothing of value is in it yet.
_demo_make_site() {
	run_logged "Copying the ERPNext template" site_restore
	database_start
	redis_start
	run_logged "Installing the app from the clone" app_install
	run_logged "Switching the scheduler on" frappe_do --site "$SITE" enable-scheduler
	state_set DEMO_INSTALLED yes
}

_demo_assets() {
	assets_link
	assets_build
}

_demo_seed() {
	DEMO_PASSWORD=$DEMO_PASSWORD EPOCH=$EPOCH FEEDS_URL=http://127.0.0.1:$PORT_FEEDS site_do "$SOCIAL_CRM_LIB/seed_demo.py"
}

_demo_start_app() {
	web_start
	socketio_start
	worker_start
	scheduler_start
}

_demo_stop_app() {
	local name
	for name in scheduler worker socketio web; do service_stop "$name" 5; done
}

_demo_say_where() {
	local host=localhost
	[ "$LISTEN" = 127.0.0.1 ] || host=$(hostname -f 2>/dev/null || uname -n)
	cat <<-TXT

		  ERPNext with Social CRM:  http://$host:$PORT_WEB/app/social-crm
		  Administrator             password $DEMO_PASSWORD
		  sally@acme-power.example  password $DEMO_PASSWORD   (sells and answers, no administrator)

		  New posts keep coming for about two hours; the scheduled job pulls them every five minutes.
		  Stop it with scripts/demo --stop
	TXT
}

demo_stop() {
	_demo_open
	instance_stop
	say "The demo is stopped. Its data stays in $INSTANCE; scripts/demo starts it again."
}

demo_status() {
	_demo_open
	instance_status
	! service_runs web || _demo_say_where
}

demo_reset() {
	_demo_open
	instance_stop
	rm -rf -- "$INSTANCE"
	say "The demo site and its data are gone."
}
