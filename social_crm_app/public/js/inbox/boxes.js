// The boxes and the four groups above the list, each with how many mentions wait in it.

import { BOXES, GROUPS } from "./place.js";
import { at_least, escape } from "./words.js";

const box_labels = () => ({
	all: __("All"),
	mine: __("Mine"),
	unassigned: __("Unassigned"),
	overdue: __("Overdue"),
});

export class Boxes {
	constructor(parent, on_change) {
		const labels = box_labels();
		this.boxes = buttons(parent, "box", __("Boxes"), BOXES, (box) => labels[box]);
		this.groups = buttons(parent, "group", __("Who it is from"), GROUPS, __);
		this.closed = $(`<div class="inbox-closed" hidden></div>`).appendTo(parent);
		this.said = $(`<div class="sr-only" aria-live="polite"></div>`).appendTo(parent);
		this.boxes.on("click", "button", (event) =>
			on_change({ box: event.currentTarget.dataset.key })
		);
		this.groups.on("click", "button", (event) => {
			const { key } = event.currentTarget.dataset;
			on_change({ group: key === this.group ? "" : key }); // a second click takes it off
		});
	}

	/** Shows what is chosen; the numbers stay until `show_counts` brings new ones. */
	show({ box, group }) {
		this.group = group;
		press(this.boxes, box);
		press(this.groups, group);
	}

	show_counts(counts, { box }) {
		const number = (kind, key) => {
			const is_partial = (counts.partial || []).includes(key);
			return at_least(counts[kind][key], is_partial || counts[kind][key] >= counts.cap);
		};
		for (const key of BOXES) count_of(this.boxes, key).text(number("boxes", key));
		for (const key of GROUPS) count_of(this.groups, key).text(number("groups", key));
		const kinds = (counts.closed || []).map(escape);
		this.closed
			.prop("hidden", !kinds.length)
			.html(
				__("Not shown: posts of people linked to a {0}, which you may not read.", [
					frappe.utils.comma_or(kinds),
				])
			);
		const words = __("{0} mentions in {1}", [number("boxes", box), box_labels()[box]]);
		if (words !== this.said.text()) this.said.text(words);
	}
}

const buttons = (parent, kind, title, keys, label_of) =>
	$(
		`<div class="inbox-${kind}-bar" role="group" aria-label="${title}">${keys
			.map(
				(key) => `<button class="inbox-${kind}" data-key="${key}" aria-pressed="false">
				<span class="inbox-label">${escape(label_of(key))}</span>
				<span class="inbox-count"></span></button>`
			)
			.join("")}</div>`
	).appendTo(parent);

const press = (group, chosen) =>
	group.children().each((_index, button) => {
		button.setAttribute("aria-pressed", String(button.dataset.key === chosen));
	});

const count_of = (group, key) => group.children(`[data-key="${key}"]`).find(".inbox-count");
