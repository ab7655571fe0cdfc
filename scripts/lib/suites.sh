# shellcheck shell=bash
# Which suites run, the unit suite, and the results. A suite leaves RESULTS/NAME.xml (pytest's report),
# RESULTS/NAME.failed (why it broke down) or RESULTS/NAME.not-run (why it could not run at all).

# Paths below tests/ among the pytest arguments choose their suites; without any, the three usual ones run.
suites_from_paths() {
	local argument suite
	for argument in "${PYTEST_ARGUMENTS[@]}"; do
		suite=$(_suite_of "$argument") || continue
		wanted "$suite" || SUITES+=("$suite")
	done
	[ ${#SUITES[@]} -gt 0 ] || SUITES=(unit site browser)
}

# _suite_of ARGUMENT: prints the suite that a path such as tests/site/test_x.py belongs to.
_suite_of() {
	local path=${1%%::*} suite
	[ -e "$SOCIAL_CRM_ROOT/$path" ] || return 1
	path=$(realpath --relative-to="$SOCIAL_CRM_ROOT" "$SOCIAL_CRM_ROOT/$path")
	suite=${path#tests/}
	suite=${suite%%/*}
	case $suite in unit | site | browser) printf '%s' "$suite" ;; *) return 1 ;; esac
}

wanted() { [[ " ${SUITES[*]} " == *" $1 "* ]]; }
wanted_on_site() { wanted site || wanted browser || wanted bench; }

# suite_arguments NAME: fills ARGUMENTS with the pytest arguments meant for that suite.
suite_arguments() {
	local name=$1 argument suite paths=() others=()
	for argument in "${PYTEST_ARGUMENTS[@]}"; do
		if suite=$(_suite_of "$argument"); then
			[ "$suite" != "$name" ] || paths+=("$argument")
		else
			others+=("$argument")
		fi
	done
	[ ${#paths[@]} -gt 0 ] || paths=("tests/$name")
	ARGUMENTS=("${paths[@]}" "${others[@]}" -p no:cacheprovider --junitxml "$RESULTS/$name.xml")
}

has_tests() { [ -n "$(find "$SOCIAL_CRM_ROOT/tests/$1" -name 'test_*.py' -print -quit 2>/dev/null)" ]; }

# Another user may write here too: the bench's owner, when root started the tests.
results_begin() {
	RESULTS=$(mktemp -d)
	chmod 1777 "$RESULTS"
	trap 'rm -rf -- "$RESULTS"' EXIT
}

not_run() { printf '%s\n' "$2" >"$RESULTS/$1.not-run"; }
broke_down() { printf '%s\n' "$2" >"$RESULTS/$1.failed"; }

# Prints the numbers and ends with 0 only if tests ran and none failed.
results_end() {
	local status=0
	"$(find_python)" "$SOCIAL_CRM_LIB/results.py" "$RESULTS" || status=$?
	exit "$status"
}

# run_pytest NAME PYTHON: pytest in the clone; its exit status is judged from the report, not here.
run_pytest() {
	local name=$1 python=$2 status=0
	suite_arguments "$name"
	say ""
	say "== tests/$name"
	(cd "$SOCIAL_CRM_ROOT" && exec "$python" -m pytest "${ARGUMENTS[@]}") || status=$?
	# 0 all passed, 1 some failed, 5 none collected: the report says so. Anything else broke pytest itself.
	case $status in 0 | 1 | 5) ;; *) broke_down "$name" "pytest ended with status $status" ;; esac
}

# unit_venv: makes the virtual environment of the unit tests if there is none yet, and names it in UNIT_VENV.
unit_venv() {
	UNIT_VENV=$(cache_dir)/venv-unit-$(_unit_key)
	LOG=$(cache_dir)/unit-venv.log
	[ -e "$UNIT_VENV/complete" ] ||
		run_logged "Making the virtual environment of the unit tests" _make_unit_venv "$UNIT_VENV"
}

run_unit_suite() {
	unit_venv
	[ ${#PYTEST_ARGUMENTS[@]} -gt 0 ] || run_style "$UNIT_VENV/bin"
	HYPOTHESIS_STORAGE_DIRECTORY=$(cache_dir)/hypothesis
	export HYPOTHESIS_STORAGE_DIRECTORY
	run_pytest unit "$UNIT_VENV/bin/python"
}

_unit_key() {
	{
		cat "$SOCIAL_CRM_ROOT/pyproject.toml"
		"$(find_python)" -VV
		printf '%s\n' "$SOCIAL_CRM_ROOT"
	} | short_hash
}

_make_unit_venv() {
	rm -rf -- "$1"
	"$(find_python)" -m venv "$1"
	"$1/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$SOCIAL_CRM_ROOT[test,preview,lint]"
	touch "$1/complete"
}

# Style and the direction of the dependencies: a failure counts, the tests run all the same.
run_style() {
	local bin=$1
	say "== style"
	(cd "$SOCIAL_CRM_ROOT" && "$bin/ruff" check --no-cache .) || broke_down style "ruff check found something"
	(cd "$SOCIAL_CRM_ROOT" && "$bin/ruff" format --no-cache --check --quiet .) || broke_down style "ruff format would change files"
	(cd "$SOCIAL_CRM_ROOT" && "$bin/lint-imports" --no-cache) || broke_down style "import-linter found an arrow in the wrong direction"
}
