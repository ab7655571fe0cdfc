"""How often is the resolver right? Precision and recall on made-up people whose parties are known.

Needs no site: everybody is looked up in a dict. Prints, per clue, how many of a party's own profiles are linked,
how often the best and the three best suggestions hold the right party, and what becomes of strangers, of whom not
one may be linked: one who is makes the program end with an error. Run as `python tests/bench/labelled.py` with the repository on the path.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from _labelled_people import CLUES, STRANGERS, Labelled, Town, profiles_of, strangers

from social_crm_app.identity.keys import keys_of_profile
from social_crm_app.identity.names import blocks
from social_crm_app.identity.resolver import Resolution, resolve_many

PAGE = 100


def main() -> None:
	parser = argparse.ArgumentParser(description="Precision and recall of the resolver on made-up people.")
	for name, default in (("parties", 10_000), ("profiles", 4_500), ("strangers", 100_000), ("seed", 20_260)):
		parser.add_argument(f"--{name}", type=int, default=default)
	options = parser.parse_args()
	result = report(options.parties, options.profiles, options.strangers, options.seed)
	_print_speed()
	check(result)


@dataclass(frozen=True, slots=True)
class Result:
	"""`precision`: share of the links that are right, among the parties' own profiles; `recall`: share of those profiles
	that were linked right; `false_links`: strangers that were linked, and profiles that were linked to another party."""

	precision: float
	recall: float
	false_links: int


def check(result: Result) -> None:
	"""Ends the program with an error if anybody was linked who must not be."""
	if result.false_links:
		raise SystemExit(f"{result.false_links} false links; there must be none")


def report(parties: int, profiles: int, decoys: int, seed: int) -> Result:
	"""Prints everything; returns the numbers that count."""
	town = Town(parties, seed)
	own, seconds = _counted(town, profiles_of(town, profiles))
	_print_parties(
		own, f"{profiles:,} profiles of {parties:,} parties ({seconds / profiles * 1e6:.0f} µs each)"
	)
	others, seconds = _counted(town, strangers(town, decoys))
	_print_strangers(others, f"{decoys:,} strangers ({seconds / decoys * 1e6:.0f} µs each)")
	right, linked = own["linked right", "all"], own["linked", "all"]
	result = Result(right / linked, right / profiles, own["linked wrong", "all"] + others["linked", "all"])
	print(
		f"\nLinks without a person: precision {result.precision:.2%}, recall {result.recall:.1%}, "
		f"{result.false_links} false in {profiles + decoys:,} profiles"
	)
	return result


def _counted(town: Town, labelled: Iterable[Labelled]) -> tuple[Counter, float]:
	"""Counts by (what, clue), and the processor's seconds that resolving took."""
	counts: Counter = Counter()
	seconds = 0.0
	for page in _pages(labelled):
		began = time.process_time()
		resolutions = resolve_many({one.name: one.subject for one in page}, town)
		seconds += time.process_time() - began
		for one in page:
			for what in _outcomes(one, resolutions[one.name]):
				counts.update([(what, one.clue), (what, "all")])
	return counts, seconds


def _outcomes(one: Labelled, resolution: Resolution) -> Iterator[str]:
	yield "seen"
	parties = [(candidate.party_type, candidate.party) for candidate in resolution.candidates]
	if resolution.link:
		linked = (resolution.link.party_type, resolution.link.party)
		yield "linked"
		yield "linked right" if linked == one.party else "linked wrong"
		parties.insert(0, linked)
	if parties:
		yield "suggested"
		yield "likely" if resolution.link or resolution.candidates[0].score >= 0.5 else "unlikely"
	if one.party in parties[:1]:
		yield "first right"
	if one.party in list(dict.fromkeys(parties))[:3]:
		yield "three right"


def _pages(labelled: Iterable[Labelled]) -> Iterator[list[Labelled]]:
	rest = iter(labelled)
	while page := list(islice(rest, PAGE)):
		yield page


def _print_parties(counts: Counter, title: str) -> None:
	print(
		f"\n{title}\n  {'clue':<16}{'profiles':>9}  link: precision recall   first: precision recall   three: recall"
	)
	for clue in (*CLUES, "all"):
		seen, linked, suggested = (counts[what, clue] for what in ("seen", "linked", "suggested"))
		right, first, three = (counts[what, clue] for what in ("linked right", "first right", "three right"))
		print(
			f"  {clue:<16}{seen:>9}{_share(right, linked):>17}{_share(right, seen):>7}"
			f"{_share(first, suggested):>19}{_share(first, seen):>7}{_share(three, seen):>16}"
		)


def _print_strangers(counts: Counter, title: str) -> None:
	print(
		f"\n{title}\n  {'what they share':<20}{'profiles':>9}{'linked':>8}{'suggested':>11}{'above 50 %':>12}"
	)
	for kind in (*STRANGERS, "all"):
		seen, linked = counts["seen", kind], counts["linked", kind]
		shares = _share(counts["suggested", kind], seen), _share(counts["likely", kind], seen)
		print(f"  {kind:<20}{seen:>9}{linked:>8}{shares[0]:>11}{shares[1]:>12}")
	print(f"  False links among strangers: {counts['linked', 'all']}")


def _print_speed() -> None:
	"""The cost that every pulled profile bears; names all different, so that nothing is remembered."""
	names = [f"Jörg-{n:x} Müller{n:x}" for n in range(5_000)]
	began = time.process_time()
	for name in names:
		blocks(name)
	named = (time.process_time() - began) / len(names) * 1e6
	began = time.process_time()
	for n, name in enumerate(names):
		keys_of_profile(
			"mastodon",
			"",
			f"user{n}@m.example",
			f"{name}son",
			"Likes wood and music.",
			links=("https://a.example",),
		)
	keyed = (time.process_time() - began) / len(names) * 1e6
	print(f"\nnames.blocks: {named:.0f} µs a name; keys_of_profile: {keyed:.0f} µs a profile")


def _share(part: int, whole: int) -> str:
	return f"{part / whole:.1%}" if whole else "-"


if __name__ == "__main__":
	main()
