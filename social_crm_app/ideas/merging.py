"""Two Ideas that are one. The merged one stays as a signpost; nothing is moved.

Votes and evidence are counted at the Idea that a chain of merges ends at (`root_of`), each person once,
so that merging loses nothing and taking it back restores both exactly.
"""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _


def merge(source: str, target: str) -> str:
	"""Makes `source` a signpost to `target`, or to where that leads, and returns this Idea. Raises
	frappe.ValidationError for an Idea merged with itself.

	Both are locked until the transaction ends, so that of two merges into each other the second is refused.
	"""
	lock([source, target])
	target = lock_root(target)
	doc = frappe.get_doc("Idea", source, for_update=True)
	if doc.merged_into:
		frappe.throw(_("{0} is merged already. Take that back first.").format(frappe.bold(doc.title)))
	if source == target:
		frappe.throw(_("An Idea cannot be merged into itself."))
	doc.merged_into = target
	doc.flags.merging = True
	doc.save()
	doc.add_comment("Info", _("Merged into {0}").format(frappe.get_desk_link("Idea", target)))
	return target


def unmerge(source: str) -> str | None:
	"""Takes a merge back; returns the Idea it was merged into, None if it was not."""
	doc = frappe.get_doc("Idea", source, for_update=True)
	target = doc.merged_into
	if target:
		doc.merged_into = None
		doc.flags.merging = True
		doc.save()
		doc.add_comment("Info", _("Separated from {0}").format(frappe.get_desk_link("Idea", target)))
	return target


def root_of(ideas: Iterable[str]) -> dict[str, str]:
	"""For each Idea the one where its votes and evidence count; itself unless merged. One query per link of the
	longest chain."""
	roots = {idea: idea for idea in ideas}
	waiting = set(roots)
	seen: set[str] = set()
	while waiting:
		seen |= waiting
		onward = dict(
			frappe.get_all(
				"Idea",
				filters={"name": ("in", sorted(waiting)), "merged_into": ("is", "set")},
				fields=["name", "merged_into"],
				as_list=True,
				order_by="name",
			)
		)
		for idea, root in roots.items():
			roots[idea] = onward.get(root, root)
		waiting = set(onward.values()) - seen  # a circle, should one be stored, ends too
	return roots


def families(roots: Iterable[str], locked: bool = False) -> dict[str, set[str]]:
	"""For each Idea itself and all that were merged into it, at any distance. `locked` reads what is newest instead
	of what the transaction saw first, and keeps it so."""
	found: dict[str, set[str]] = {root: {root} for root in roots}
	belongs = {root: root for root in found}
	while belongs:
		onward: dict[str, str] = {}
		for name, merged_into in _merged_into(belongs, locked):
			root = belongs[merged_into]
			if name not in found[root]:
				onward[name] = root
				found[root].add(name)
		belongs = onward
	return found


def lock(ideas: Iterable[str]) -> None:
	"""Locks these Ideas until the transaction ends; everybody in the same order, so that nobody waits in a circle."""
	names = sorted(set(ideas))
	if not names:
		return
	frappe.qb.get_query(
		"Idea", fields=["name"], filters={"name": ("in", names)}, order_by="name asc", for_update=True
	).run()


def lock_root(idea: str) -> str:
	"""Locks an Idea and those it leads to, and returns the one where its votes count, as it is now."""
	seen: set[str] = set()
	while idea not in seen:
		seen.add(idea)
		idea = frappe.db.get_value("Idea", idea, "merged_into", for_update=True) or idea
	return idea


def _merged_into(targets: Iterable[str], locked: bool) -> Iterable[tuple[str, str]]:
	"""(name, merged_into) of the Ideas merged into these very ones."""
	filters = {"merged_into": ("in", sorted(targets))}
	return frappe.qb.get_query(
		"Idea", fields=["name", "merged_into"], filters=filters, for_update=locked
	).run()


def by_root(family: dict[str, set[str]]) -> dict[str, list[str]]:
	"""The other way round: for each Idea of these families the roots it counts for."""
	roots: dict[str, list[str]] = defaultdict(list)
	for root, members in family.items():
		for member in members:
			roots[member].append(root)
	return roots
