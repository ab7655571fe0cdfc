"""Lays a thin virtual environment over another one.

Usage: without an argument it prints the site-packages folder of the Python that runs it; with a folder as
argument it makes the Python that runs it see that folder too, behind its own packages. It must not
install anything.
"""

import sys
import sysconfig
from pathlib import Path

# Path files are read in alphabetical order: the other environment comes last, so our own packages win.
PATH_FILE = "zz_bench.pth"


def site_packages() -> Path:
	"""Where pure Python packages of the running interpreter live."""
	return Path(sysconfig.get_path("purelib"))


def lay_over(other: str) -> None:
	"""Adds `other`, including the editable installs noted there, to the running interpreter's path."""
	(site_packages() / PATH_FILE).write_text(f"import site; site.addsitedir({other!r})\n")


if __name__ == "__main__":
	if len(sys.argv) > 1:
		lay_over(sys.argv[1])
	else:
		print(site_packages())
