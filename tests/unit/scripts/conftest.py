"""The scripts are no package: their Python files are imported by path, their shell files run in bash."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIB = ROOT / "scripts" / "lib"
if str(LIB) not in sys.path:
	sys.path.insert(0, str(LIB))

SOURCE_ALL = f"""
set -Eeuo pipefail
SOCIAL_CRM_TEST_LIB={LIB}
. "$SOCIAL_CRM_TEST_LIB/common.sh"
for file in "$SOCIAL_CRM_TEST_LIB"/*.sh; do
	case $file in */common.sh) ;; *) . "$file" ;; esac
done
"""


@pytest.fixture
def bash(tmp_path):
	"""`bash(program, **environment)` runs a program with all shell functions loaded; gives the finished process."""

	def run(program, **environment):
		env = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), **environment}
		return subprocess.run(
			["bash", "-c", SOURCE_ALL + program],
			capture_output=True,
			text=True,
			timeout=60,
			env=env,
			cwd=tmp_path,
		)

	return run


@pytest.fixture
def instance(tmp_path):
	"""A program text that makes an empty instance below the test's folder."""
	return f"INSTANCE={tmp_path}/instance; mkdir -p $INSTANCE/run $INSTANCE/logs;"
