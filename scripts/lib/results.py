"""Adds up what the suites of scripts/test left behind, prints it, and judges it.

Usage: results.py FOLDER. Reads NAME.xml (pytest's report), NAME.failed and NAME.not-run. The exit status is 0
only when at least one test ran and nothing failed. What was not run is said in a frame at the very end. It
must not run anything.
"""

import sys
import textwrap
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

WIDTH = 100


@dataclass
class Suite:
	"""One suite's outcome; `broken` says why it broke down as a whole, `not_run` why it did not run."""

	name: str
	passed: int = 0
	failed: int = 0
	skipped: int = 0
	seconds: float = 0.0
	broken: str = ""
	not_run: str = ""
	skip_reasons: Counter = field(default_factory=Counter)


def read_report(suite: Suite, path: Path) -> None:
	"""Adds the numbers of one pytest report to `suite`."""
	for case in ElementTree.parse(path).getroot().iter("testcase"):
		suite.seconds += float(case.get("time") or 0)
		skip = case.find("skipped")
		if case.find("failure") is not None or case.find("error") is not None:
			suite.failed += 1
		elif skip is not None:
			suite.skipped += 1
			suite.skip_reasons[skip.get("message") or "no reason given"] += 1
		else:
			suite.passed += 1


def read_folder(folder: Path) -> list[Suite]:
	"""All suites that left something in `folder`, by name."""
	suites: dict[str, Suite] = {}
	for path in sorted(folder.iterdir()):
		suite = suites.setdefault(path.stem, Suite(path.stem))
		if path.suffix == ".xml":
			read_report(suite, path)
		elif path.suffix == ".failed":
			suite.broken = path.read_text().strip()
		elif path.suffix == ".not-run":
			suite.not_run = path.read_text().strip()
	return list(suites.values())


def numbers(passed: int, failed: int, skipped: int) -> str:
	return f"{passed} passed, {failed} failed, {skipped} skipped"


def line(suite: Suite) -> str:
	"""One line about a suite, for people."""
	if suite.not_run:
		return f"  {suite.name:<8} NOT RUN"
	text = f"  {suite.name:<8} {numbers(suite.passed, suite.failed, suite.skipped)}, {suite.seconds:.0f} s"
	return f"{text}; FAILED: {suite.broken}" if suite.broken else text


def complaints(suites: list[Suite]) -> list[str]:
	"""One paragraph for everything that was asked for and did not run."""
	reasons: dict[str, list[str]] = {}
	for suite in suites:
		if suite.not_run:
			reasons.setdefault(suite.not_run, []).append(f"tests/{suite.name}")
	texts = [f"NOT RUN: {', '.join(names)}: {reason}" for reason, names in reasons.items()]
	for suite in suites:
		for reason, count in suite.skip_reasons.items():
			texts.append(f"SKIPPED in tests/{suite.name}: {count} x {reason}")
	if not any(suite.passed + suite.failed for suite in suites):
		texts.append("NOT A SINGLE TEST RAN: this counts as a failure.")
	return texts


def framed(texts: list[str]) -> str:
	"""`texts` as paragraphs inside a frame that cannot be overlooked."""
	lines: list[str] = []
	for text in texts:
		for part in text.splitlines():
			lines += textwrap.wrap(part, WIDTH - 4, subsequent_indent="    ") or [""]
	rule = "#" * WIDTH
	return "\n".join([rule, *(f"# {text:<{WIDTH - 4}} #" for text in lines), rule])


def succeeded(suites: list[Suite]) -> bool:
	"""True when tests ran and nothing failed. A suite that could not run at all does not fail the rest."""
	ran = sum(suite.passed for suite in suites)
	return ran > 0 and not any(suite.failed or suite.broken for suite in suites)


def main(folder: str) -> int:
	suites = read_folder(Path(folder))
	print()
	for suite in suites:
		print(line(suite))
	totals = [sum(getattr(suite, name) for suite in suites) for name in ("passed", "failed", "skipped")]
	print(f"\n{numbers(*totals)}: {'OK' if succeeded(suites) else 'FAILED'}")
	if texts := complaints(suites):
		print(framed(texts))
	return 0 if succeeded(suites) else 1


if __name__ == "__main__":
	sys.exit(main(sys.argv[1]))
