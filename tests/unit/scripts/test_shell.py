"""The shell side of scripts/demo and scripts/test: words, state, finding benches, choosing suites."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIB = ROOT / "scripts" / "lib"
SCRIPTS = [
	ROOT / "scripts" / "demo",
	ROOT / "scripts" / "test",
	ROOT / ".ci" / "run",
	*sorted(LIB.glob("*.sh")),
]
NO_NETWORK = {
	"https_proxy": "http://127.0.0.1:9",
	"HTTPS_PROXY": "http://127.0.0.1:9",
	"no_proxy": "",
	"NO_PROXY": "",
}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_bash_can_read_it(path):
	subprocess.run(["bash", "-n", path], check=True)


@pytest.mark.parametrize("path", SCRIPTS[:3], ids=lambda path: path.name)
def test_commands_are_executable(path):
	assert path.stat().st_mode & 0o111


@pytest.mark.parametrize("name", ["demo", "test"])
def test_help_names_every_choice(name):
	script = ROOT / "scripts" / name
	shown = subprocess.run([script, "--help"], capture_output=True, text=True, check=True).stdout
	for choice in (
		("--stop", "--status", "--reset", "--preview")
		if name == "demo"
		else ("--unit", "--site", "--browser")
	):
		assert choice in shown


def test_an_unknown_argument_is_refused():
	done = subprocess.run([ROOT / "scripts" / "demo", "--nonsense"], capture_output=True, text=True)
	assert done.returncode == 1
	assert "Unknown argument: --nonsense" in done.stderr


@pytest.mark.parametrize(
	("seconds", "words"), [(0, "0 s"), (59, "59 s"), (60, "1 min 00 s"), (125, "2 min 05 s")]
)
def test_durations_are_for_people(bash, seconds, words):
	assert bash(f"duration {seconds}").stdout == words


def test_state_survives_odd_values_and_is_private(bash, tmp_path):
	value = "a b'c\"$HOME\\n"
	done = bash(
		'state_load "$PWD/state"; state_set ONE "$VALUE"; state_set TWO 2; state_set ONE "$VALUE!"',
		VALUE=value,
	)
	assert done.returncode == 0, done.stderr
	assert (tmp_path / "state").stat().st_mode & 0o777 == 0o600
	assert bash('state_load "$PWD/state"; printf "%s|%s" "$ONE" "$TWO"').stdout == f"{value}!|2"


def test_a_failed_step_shows_its_log_and_stops(bash):
	done = bash('LOG=$PWD/log; run_logged "Trying" bash -c "echo the reason; exit 7"; echo not reached')
	assert done.returncode == 1
	assert done.stdout == "  Trying ... failed\n"
	assert "the reason" in done.stderr and '"Trying" failed (exit status 7)' in done.stderr


def test_a_step_stops_at_its_first_failing_command(bash):
	done = bash("LOG=$PWD/log; step() { false; echo went on; }; run_logged Trying step")
	assert done.returncode == 1
	assert "went on" not in done.stderr


def test_what_a_step_remembers_is_known_afterwards(bash):
	done = bash(
		'LOG=$PWD/log; state_load "$PWD/state"; run_logged Noting state_set COLOUR blue; echo $COLOUR'
	)
	assert done.stdout.splitlines()[-1] == "blue"


def make_bench(folder):
	for path in ("apps/frappe/frappe", "apps/erpnext/erpnext", "env/bin"):
		(folder / path).mkdir(parents=True)
	(folder / "env/bin/python").symlink_to("/usr/bin/env")
	return folder


def test_the_named_bench_is_found(bash, tmp_path):
	bench = make_bench(tmp_path / "elsewhere")
	assert bash("bench_find && echo $BENCH_DIR", BENCH_DIR=str(bench)).stdout.strip() == str(bench)


def test_the_bench_at_home_is_found(bash, tmp_path):
	bench = make_bench(tmp_path / "frappe-bench")
	assert bash("unset BENCH_DIR; bench_find && echo $BENCH_DIR").stdout.strip() == str(bench)


def test_a_folder_that_does_not_exist_is_where_a_bench_would_be_made(bash, tmp_path):
	done = bash("bench_find || echo $BENCH_DIR", BENCH_DIR=str(tmp_path / "new"))
	assert done.stdout.strip() == str(tmp_path / "new")


def test_a_folder_with_something_else_in_it_is_refused(bash, tmp_path):
	(tmp_path / "photos").mkdir()
	(tmp_path / "photos" / "cat.jpg").touch()
	done = bash("bench_find", BENCH_DIR=str(tmp_path / "photos"))
	assert done.returncode == 1
	assert "is not a bench with Frappe and ERPNext" in done.stderr


def test_a_bench_that_we_left_half_made_is_taken_up_again(bash, tmp_path):
	(tmp_path / "half").mkdir()
	(tmp_path / "half" / ".made-by-social-crm-and-not-finished").touch()
	done = bash("bench_find || echo make it", BENCH_DIR=str(tmp_path / "half"))
	assert done.stdout.strip() == "make it", done.stderr


def test_a_refused_network_is_explained(bash, tmp_path):
	done = bash("bench_ensure || echo $NO_BENCH_BECAUSE", BENCH_DIR=str(tmp_path / "new"), **NO_NETWORK)
	assert "github.com:443" in done.stdout and "refused" in done.stdout
	assert not (tmp_path / "new").exists()


def test_without_a_bench_the_site_suites_say_so_loudly_and_nothing_counts_as_passed(tmp_path):
	env = {**os.environ, "BENCH_DIR": str(tmp_path / "new"), "HOME": str(tmp_path), **NO_NETWORK}
	done = subprocess.run([ROOT / "scripts" / "test", "--site"], capture_output=True, text=True, env=env)
	assert done.returncode == 1
	last = done.stdout.rstrip().splitlines()
	assert last[-1] == "#" * 100
	assert "NOT RUN: tests/site: " in done.stdout and "NOT A SINGLE TEST RAN" in done.stdout


@pytest.mark.parametrize(
	("arguments", "suites"),
	[
		("", "unit site browser"),
		("-k cursor", "unit site browser"),
		("tests/unit/scripts", "unit"),
		("tests/site/conftest.py -x", "site"),
		("tests/unit tests/site", "unit site"),
		("tests/unit/scripts/test_shell.py::test_help -q", "unit"),
	],
)
def test_paths_choose_their_suites(bash, arguments, suites):
	done = bash(f'SUITES=(); PYTEST_ARGUMENTS=({arguments}); suites_from_paths; echo "${{SUITES[*]}}"')
	assert done.stdout.strip() == suites, done.stderr


def test_each_suite_gets_its_own_paths_and_all_the_options(bash):
	done = bash(
		"""RESULTS=/r; PYTEST_ARGUMENTS=(tests/unit/scripts -x tests/site/conftest.py)
		for name in unit site browser; do suite_arguments $name; echo "${ARGUMENTS[*]}"; done"""
	)
	assert done.stdout.splitlines() == [
		"tests/unit/scripts -x -p no:cacheprovider --junitxml /r/unit.xml",
		"tests/site/conftest.py -x -p no:cacheprovider --junitxml /r/site.xml",
		"tests/browser -x -p no:cacheprovider --junitxml /r/browser.xml",
	], done.stderr


def test_folders_of_root_do_not_reach_the_owner(bash):
	done = bash("PATH=/root/.pyenv/bin:$HOME/bin:/usr/local/bin:/usr/bin:/bin; _plain_path")
	assert done.stdout == "/usr/local/bin:/usr/bin:/bin"


def test_somebody_elses_settings_are_forgotten(bash):
	done = bash(
		"_forget_foreign_settings; env",
		FRAPPE_SITE="other.site", FRAPPE_REDIS_QUEUE="redis://x", MYSQL_UNIX_PORT="/x", FRAPPE_BRANCH="version-15",
	)  # fmt: skip
	names = {line.partition("=")[0] for line in done.stdout.splitlines()}
	assert "FRAPPE_BRANCH" in names
	assert not names & {"FRAPPE_SITE", "FRAPPE_REDIS_QUEUE", "MYSQL_UNIX_PORT"}


def test_the_stamp_of_the_code_follows_its_contents(bash, tmp_path):
	package = tmp_path / "clone" / "social_crm_app"
	package.mkdir(parents=True)
	(package / "hooks.py").write_text("one")
	stamp = f"SOCIAL_CRM_ROOT={tmp_path}/clone; code_stamp"
	first = bash(stamp).stdout
	(package / "hooks.py").touch()
	assert bash(stamp).stdout == first != ""
	(package / "hooks.py").write_text("two")
	assert bash(stamp).stdout != first


def test_somebody_elses_bench_is_refused_with_the_line_to_type(bash, tmp_path):
	bench = make_bench(tmp_path / "theirs")
	done = bash(
		'may_work_in_bench() { return 1; }; id() { [ "$1" = -u ] && echo 1234 || echo bob; }; owner_refusal "scripts/demo --stop"',
		BENCH_DIR=str(bench),
	)
	assert (
		f"and you (bob) may not write there. Type:  sudo -u {bench.owner()} env BENCH_DIR={bench}"
		in done.stdout
	)
	assert done.stdout.endswith("scripts/demo --stop")


def test_a_bench_of_roots_is_refused(bash, tmp_path):
	bench = make_bench(tmp_path / "theirs")
	done = bash("id() { echo 0; }; stat() { echo root; }; owner_refusal scripts/demo", BENCH_DIR=str(bench))
	assert "belongs to root" in done.stdout and "chown -R frappe:" in done.stdout


def test_a_machine_without_python_is_told_what_to_install(bash, tmp_path):
	(tmp_path / "bin").mkdir()
	for name in ("bash", "id", "apt-get"):
		(tmp_path / "bin" / name).symlink_to(f"/usr/bin/{name}" if name != "apt-get" else "/bin/true")
	done = bash("PATH=$PWD/bin; may_install_packages() { false; }; ensure_python")
	assert done.returncode == 1
	assert "sudo apt-get update && sudo apt-get install -y python3 python3-venv" in done.stderr


def test_a_machine_with_python_needs_nothing(bash):
	done = bash("install_packages() { echo installing; }; ensure_python && echo fine")
	assert done.stdout == "fine\n", done.stderr
