"""Copies a bench's index of built assets, keeping only the entries of Frappe and ERPNext.

Usage: assets_index.py SOURCE TARGET. Other apps of the bench are not part of the instance, and a bundle of
theirs may carry the same name. It must not build anything.
"""

import json
import sys
from pathlib import Path

KEPT = ("/assets/frappe/", "/assets/erpnext/")


def keep(index: dict[str, str]) -> dict[str, str]:
	"""The entries (bundle name to path) whose files belong to Frappe or ERPNext."""
	return {name: path for name, path in index.items() if path.startswith(KEPT)}


if __name__ == "__main__":
	source, target = map(Path, sys.argv[1:3])
	target.write_text(json.dumps(keep(json.loads(source.read_text())), indent=4))
