"""The registry names every platform once, by key and by label."""

import subprocess
import sys
from pathlib import Path

import pytest

from social_crm_app import connectors
from social_crm_app.connectors.base import Connector
from social_crm_app.exceptions import ConnectorError


@pytest.mark.parametrize("key", list(connectors.REGISTRY))
def test_key_and_label_lead_to_the_same_class(key):
	found = connectors.get(key)
	assert issubclass(found, Connector) and found.platform == key
	assert connectors.get(found.label) is connectors.REGISTRY[key] is found


def test_labels_are_those_of_the_classes():
	assert connectors.labels() == [found.label for found in connectors.REGISTRY.values()]
	assert connectors.labels()[:4] == ["RSS/Atom Feed", "Hacker News", "Mastodon", "Bluesky"]


@pytest.mark.parametrize("name", ["Myspace", "", "RSS", "__class__"])
def test_an_unknown_platform_is_told_with_the_known_ones(name):
	with pytest.raises(ConnectorError, match="Known are: RSS/Atom Feed, Hacker News"):
		connectors.get(name)
	assert name not in connectors.REGISTRY


def test_asking_for_labels_loads_no_connector():
	code = "import sys, social_crm_app.connectors as c; c.labels(); print({'feedparser', 'requests'} & set(sys.modules))"
	root = Path(connectors.__file__).parents[2]
	run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
	assert run.stdout.strip() == "set()"
