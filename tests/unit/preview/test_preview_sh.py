"""scripts/lib/preview.sh: where things lie, what is passed on, and what is said when pip cannot."""

import os
import subprocess
from pathlib import Path

import pytest

LIB = Path(__file__).resolve().parents[3] / "scripts" / "lib"


@pytest.fixture
def bash(tmp_path):
	"""bash(program) runs it with the functions of preview.sh loaded, in a home of its own."""

	def run(program):
		env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PIP_"))}
		return subprocess.run(
			["bash", "-c", f'set -Eeuo pipefail; . "{LIB}/common.sh"; . "{LIB}/preview.sh"; {program}'],
			capture_output=True,
			text=True,
			timeout=60,
			env={**env, "HOME": str(tmp_path)},
		)

	return run


READY = """
venv=$(cache_dir)/venv-preview-$(_preview_key)
mkdir -p "$venv/bin"; touch "$venv/complete"
printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@"; exit 1\\n' >"$venv/bin/python"; chmod +x "$venv/bin/python"
"""


def test_arguments_and_the_exit_status_are_passed_on(bash, tmp_path):
	done = bash(READY + 'preview_run --listen "cordless drill"')
	data = tmp_path / ".local" / "share" / "social_crm_app" / "preview"
	assert done.returncode == 1
	assert done.stdout.splitlines() == [
		"-m", "social_crm_app.preview", "--db", f"{data}/preview.sqlite3", "--html", f"{data}/index.html",
		"--listen", "cordless drill",
	]  # fmt: skip
	assert data.is_dir()


@pytest.mark.parametrize(
	("log", "words"),
	[
		("ERROR: No matching distribution found for flit_core", "pip cannot reach the package index (https://pypi.example/simple)"),
		("Temporary failure in name resolution", "export HTTPS_PROXY="),
		("The virtual environment was not created because ensurepip is not available", "apt-get install python3-venv"),
		("No space left on device", "could not be installed"),
	],
)  # fmt: skip
def test_a_failing_installation_says_what_to_do(bash, log, words):
	program = f"""
	_preview_venv() {{ echo '{log}'; return 1; }}
	PIP_INDEX_URL=https://me:hidden@pypi.example/simple
	preview_run
	"""
	done = bash(program)
	assert done.returncode == 1
	assert words in done.stderr.split("Stopped:")[-1]
	assert "hidden" not in done.stdout + done.stderr
