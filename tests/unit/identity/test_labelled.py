"""The labelled people of the bench, few of them: nobody is linked to a party that is not theirs."""

from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def labelled(monkeypatch):
	monkeypatch.syspath_prepend(str(BENCH))
	import labelled

	return labelled


def test_nobody_is_linked_wrongly(labelled, capsys):
	result = labelled.report(parties=900, profiles=450, decoys=6_000, seed=7)
	with capsys.disabled():
		print("\n" + capsys.readouterr().out.strip().splitlines()[-1])
	assert (result.false_links, result.precision) == (0, 1)
	assert result.recall > 0.2  # most clues are only claims; as it was when this was written


def test_every_kind_of_stranger_is_among_them(labelled):
	town = labelled.Town(900, 7)
	met = {one.clue for one in labelled.strangers(town, 6_000)}
	assert met == set(labelled.STRANGERS)


def test_a_false_link_makes_the_bench_fail(labelled, monkeypatch):
	monkeypatch.setattr("sys.argv", ["labelled.py"])
	monkeypatch.setattr(labelled, "report", lambda *sizes: labelled.Result(0.9, 0.5, 3))
	with pytest.raises(SystemExit, match="3 false links"):
		labelled.main()
