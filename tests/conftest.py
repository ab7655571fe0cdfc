"""What every suite shares: a test carries the marker of the folder it lives in."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MARKED = ("site", "browser")


def pytest_collection_modifyitems(items):
	for item in items:
		folder = Path(item.path).relative_to(TESTS).parts[0] if Path(item.path).is_relative_to(TESTS) else ""
		if folder in MARKED:
			item.add_marker(getattr(pytest.mark, folder))
