"""Two Ideas that are one. The merged one stays as a signpost; nothing is moved.

Votes and evidence are counted at the Idea that a chain of merges ends at (`root_of`), each person once,
so that merging loses nothing and taking it back restores both exactly.
"""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _


def merge(source: str, target: str) -> None:
	"""Makes `source` a signpost to `target`. Raises frappe.ValidationError for an Idea merged with itself."""
	target = root_of([target])[target]
	doc = frappe.get_doc("Idea", source, for_update=True)
	if doc.merged_into:
		frappe.throw(_("{0} is merged already. Take that back first.").format(frappe.bold(doc.title)))
	if source == target:
		frappe.throw(_("An Idea cannot be merged into itself."))
	doc.merged_into = target
	doc.save()
	doc.add_comment("Info", _("Merged into {0}").format(frappe.get_desk_link("Idea", target)))


def unmerge(source: str) -> str | None:
	"""Takes a merge back; returns the Idea it was merged into, None if it was not."""
	doc = frappe.get_doc("Idea", source, for_update=True)
	target = doc.merged_into
	if target:
		doc.merged_into = None
		doc.save()
		doc.add_comment("Info", _("Separated from {0}").format(frappe.get_desk_link("Idea", target)))
	return target


def root_of(ideas: Iterable[str]) -> dict[str, str]:
	"""For each Idea the one where its votes and evidence count; itself unless merged. One query per link of the
	longest chain."""
	roots = {idea: idea for idea in ideas}
	waiting = set(roots)
	while waiting:
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
		waiting = set(onward.values())
	return roots


def families(roots: Iterable[str]) -> dict[str, set[str]]:
	"""For each Idea itself and all that were merged into it, at any distance."""
	found: dict[str, set[str]] = {root: {root} for root in roots}
	belongs = {root: root for root in found}
	while belongs:
		onward: dict[str, str] = {}
		for row in frappe.get_all(
			"Idea", {"merged_into": ("in", sorted(belongs))}, ["name", "merged_into"], order_by="name"
		):
			onward[row.name] = belongs[row.merged_into]
			found[belongs[row.merged_into]].add(row.name)
		belongs = onward
	return found


def by_root(family: dict[str, set[str]]) -> dict[str, list[str]]:
	"""The other way round: for each Idea of these families the roots it counts for."""
	roots: dict[str, list[str]] = defaultdict(list)
	for root, members in family.items():
		for member in members:
			roots[member].append(root)
	return roots
