"""The small Python programs behind the shell scripts: ports, the overlay environment, the index of assets."""

import json
import socket
import subprocess
import sys
import venv
from pathlib import Path

import assets_index
import ports
import pytest

LIB = Path(__file__).resolve().parents[3] / "scripts" / "lib"


def test_ports_are_distinct_free_and_from_the_first_upwards():
	found = ports.free_ports(5, 24000)
	assert len(set(found)) == 5 and min(found) >= 24000 and found == sorted(found)


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_is_passed_over(address):
	with socket.create_server((address, 0)) as listener:
		taken = listener.getsockname()[1]
		assert not ports.is_free(taken)
		assert taken not in ports.free_ports(1, taken)


def test_ports_of_ordinary_services_are_never_given_out():
	assert not set(ports.free_ports(20, 7998)) & ports.RESERVED


def test_too_few_ports_are_an_error():
	with pytest.raises(RuntimeError, match="fewer than 9"):
		ports.free_ports(9, 65530)


def test_only_bundles_of_frappe_and_erpnext_are_kept():
	index = {
		"desk.bundle.js": "/assets/frappe/dist/js/desk.bundle.A.js",
		"erpnext.bundle.js": "/assets/erpnext/dist/js/erpnext.bundle.B.js",
		"other.bundle.js": "/assets/other_app/dist/js/other.bundle.C.js",
	}
	assert assets_index.keep(index).keys() == {"desk.bundle.js", "erpnext.bundle.js"}


def test_the_index_is_copied_as_json(tmp_path):
	source, target = tmp_path / "a.json", tmp_path / "b.json"
	source.write_text('{"x.bundle.js": "/assets/frappe/x.js", "y.bundle.js": "/assets/hrms/y.js"}')
	subprocess.run([sys.executable, LIB / "assets_index.py", source, target], check=True)
	assert json.loads(target.read_text()) == {"x.bundle.js": "/assets/frappe/x.js"}


@pytest.fixture
def two_environments(tmp_path):
	"""Two bare virtual environments, each with its own `shared.py`, the lower one with `lower_only.py` too."""
	pythons = []
	for name in ("lower", "upper"):
		venv.create(tmp_path / name, with_pip=False)
		pythons.append(tmp_path / name / "bin" / "python")
	packages = [
		subprocess.check_output([python, LIB / "overlay.py"], text=True).strip() for python in pythons
	]
	for name, folder in zip(("lower", "upper"), packages, strict=True):
		with open(f"{folder}/shared.py", "w") as file:
			file.write(f"origin = {name!r}")
	with open(f"{packages[0]}/lower_only.py", "w"):
		return pythons[1], packages[0]


def test_the_overlay_sees_both_and_its_own_comes_first(two_environments):
	python, lower = two_environments
	subprocess.run([python, LIB / "overlay.py", lower], check=True)
	program = "import shared, lower_only; print(shared.origin)"
	assert subprocess.check_output([python, "-c", program], text=True).strip() == "upper"
