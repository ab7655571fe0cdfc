# shellcheck shell=bash
# The suites that need a real ERPNext site. The caller prepares machine and bench; the bench's owner then
# runs `scripts/test --owner-stage=RESULTS`, which makes a throw-away site, tests, and removes it.

TEST_SITE=social-crm-test.localhost

# run_site_stage ARGUMENTS...: everything around the suites that have a site; never ends the command.
run_site_stage() {
	local name packages refusal status=0
	for name in site browser; do
		! wanted "$name" || has_tests "$name" || not_run "$name" "there is no test file in tests/$name"
	done
	mapfile -t packages < <(missing_packages_to_run)
	if [ ${#packages[@]} -gt 0 ] && ! may_install_packages; then
		_nothing_on_site "these packages are missing: ${packages[*]}. Type:  $(install_line "${packages[@]}")"
		return 0
	fi
	if ! bench_ensure; then
		_nothing_on_site "$NO_BENCH_BECAUSE. $(advice_without_bench ./scripts/test)"
		return 0
	fi
	refusal=$(owner_refusal "$SOCIAL_CRM_ROOT/scripts/test $*")
	if [ -n "$refusal" ]; then
		_nothing_on_site "$refusal"
		return 0
	fi
	if ! (install_packages "${packages[@]}" && { ! wanted browser || install_browser; }); then
		_broke_down_on_site "packages could not be installed: ${packages[*]}"
		return 0
	fi
	_run_as_owner "$@" || status=$?
	# Failed tests are in the reports; any other status means that something else went wrong.
	[ $status -eq 0 ] || _broke_down_on_site "the site could not be prepared, or the run was cut short (status $status)"
}

# In a subshell, because handing over ends with the status of the owner's run.
_run_as_owner() (
	continue_as_owner test "--owner-stage=$RESULTS" "$@"
	export BENCH_DIR
	exec "$SOCIAL_CRM_ROOT/scripts/test" "--owner-stage=$RESULTS" "$@"
)

_suites_on_site() {
	local name
	for name in site browser bench; do
		! wanted "$name" || printf '%s\n' "$name"
	done
}

_nothing_on_site() {
	local name
	for name in $(_suites_on_site); do not_run "$name" "$1"; done
}

_broke_down_on_site() {
	local name
	for name in $(_suites_on_site); do
		[ -e "$RESULTS/$name.not-run" ] || broke_down "$name" "$1"
	done
}

# site_stage: runs as the owner of the bench.
site_stage() {
	RESULTS=$OWNER_STAGE
	SITE=$TEST_SITE
	DURABLE=no
	CRM_HOME=$BENCH_DIR/.social-crm
	mkdir -p "$CRM_HOME"
	remove_abandoned_instances
	say ""
	say "== a throw-away site beside $BENCH_DIR"
	template_make
	instance_open "test-$$"
	trap leave_site EXIT
	trap 'exit 130' INT TERM HUP
	printf '%s %s\n' "$$" "$(_started_at $$)" >"$INSTANCE/run/runner.pid"
	prepare_instance
	! { wanted site && has_tests site; } || run_site_suite
	! { wanted browser && has_tests browser; } || run_browser_suite
	! wanted bench || run_bench_suite
}

prepare_instance() {
	instance_link test
	ports_choose $((26000 + RANDOM % 6000)) MARIADB REDIS_CACHE REDIS_QUEUE WEB SOCKETIO
	bench_config_write
}

# Every suite begins on a fresh site: a copy of the template takes a second, the app a few more.
fresh_site() {
	run_logged "Copying the ERPNext template" site_restore
	database_start
	redis_start
	run_logged "Installing the app from the clone" app_install
	run_logged "Allowing tests" site_config allow_tests 1
}

run_site_suite() {
	fresh_site
	# Pages of the portal name the built files
	run_logged "Building the app's browser files" build_for_browser
	export SOCIAL_CRM_TEST_SITE=$SITE SOCIAL_CRM_SITES=$INSTANCE/sites FRAPPE_BENCH_ROOT=$INSTANCE
	export HYPOTHESIS_STORAGE_DIRECTORY=$INSTANCE/hypothesis PYTHONDONTWRITEBYTECODE=1
	run_pytest site "$PYTHON"
}

# Each measurement that ran to its end counts as one passed test; its numbers are for people to read.
run_bench_suite() {
	local file cases=''
	fresh_site
	export SOCIAL_CRM_TEST_SITE=$SITE SOCIAL_CRM_SITES=$INSTANCE/sites FRAPPE_BENCH_ROOT=$INSTANCE
	for file in "$SOCIAL_CRM_ROOT"/tests/bench/[!_]*.py; do
		[ -e "$file" ] || { not_run bench "there is no measurement in tests/bench" && return 0; }
		say ""
		say "== ${file#"$SOCIAL_CRM_ROOT"/}"
		if site_do "$file"; then
			cases+="<testcase name=\"$(basename "$file")\"/>"
		else
			broke_down bench "$(basename "$file") failed"
		fi
	done
	printf '<testsuites><testsuite name="bench">%s</testsuite></testsuites>' "$cases" >"$RESULTS/bench.xml"
}

# What a run leaves, unless it is to be kept: nothing.
leave_site() {
	if [ -n "$KEEP" ]; then
		say ""
		say "Kept: site $SITE, folder $INSTANCE, web port ${PORT_WEB:-not started}. Remove it with scripts/test --clean"
		rm -f "$INSTANCE/run/runner.pid"
		touch "$INSTANCE/kept"
		return 0
	fi
	remove_instance
}

# Workers that a killed test left behind have the instance's name in their environment, and nobody else has.
remove_instance() {
	local file
	for file in /proc/[0-9]*/environ; do
		! grep -qzxF "FRAPPE_BENCH_ROOT=$INSTANCE" "$file" 2>/dev/null || kill -KILL "$(_number_in "$file")" 2>/dev/null || true
	done
	instance_stop
	rm -rf -- "$INSTANCE"
}

_number_in() { printf '%s' "${1//[^0-9]/}"; }

# Instances whose run was killed: their processes are ended and their folders removed. A run that is under way
# is never touched; "kept-too" includes what --keep left.
remove_abandoned_instances() {
	local folder
	for folder in "$CRM_HOME"/test-*/; do
		[ -d "$folder" ] || continue
		INSTANCE=${folder%/}
		if service_runs runner || { [ -e "$INSTANCE/kept" ] && [ "${1:-}" != kept-too ]; }; then
			continue
		fi
		remove_instance
	done
}

# clean_stage: ends and removes what --keep left, and what killed runs left.
clean_stage() {
	bench_find || die "There is no bench at $BENCH_DIR, so there is nothing to clean."
	continue_as_owner test "$@"
	CRM_HOME=$BENCH_DIR/.social-crm
	remove_abandoned_instances kept-too
	say "Nothing is left of test runs that have ended."
}
