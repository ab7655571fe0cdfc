// Search, status and the other filters above the list: Frappe's own controls.

import { DEFAULTS, STATUSES } from "./place.js";
import { icon } from "./words.js";

const SEARCH_AFTER = 400; // milliseconds without a key
const PANEL = ["platform", "intent", "sentiment_label", "priority", "tag", "social_account"];

export class Filters {
	constructor(parent, on_change) {
		this.on_change = on_change;
		this.values = { ...DEFAULTS };
		this.controls = {};
		this.bar = $(`<div class="inbox-filter-bar"></div>`).appendTo(parent);
		this.make_search();
		this.make_status();
		this.make_toggle();
		this.panel = $(`<div class="inbox-filter-panel hide"></div>`).appendTo(parent);
		this.panel_fields().forEach((df) => this.add(df, this.panel));
		this.make_reset();
	}

	make_search() {
		const control = this.add(
			{ fieldname: "search", fieldtype: "Data", label: __("Search"), css: "inbox-search" },
			this.bar
		);
		const search = frappe.utils.debounce(() => this.changed("search"), SEARCH_AFTER);
		control.$input.attr({ type: "search" }).on("input", search);
	}

	make_status() {
		const labels = { All: __("All Statuses") };
		const options = STATUSES.map((value) => ({ value, label: labels[value] || __(value) }));
		this.add(
			{ fieldname: "status", fieldtype: "Select", label: __("Status"), options },
			this.bar
		);
	}

	make_toggle() {
		this.toggle = $(`<button class="btn btn-default btn-sm icon-btn inbox-filter-toggle"
			aria-expanded="false" title="${__("More Filters")}" aria-label="${__("More Filters")}">
			${icon("filter")}<span class="inbox-filter-count"></span></button>`).appendTo(this.bar);
		this.toggle.on("click", () => this.open_panel(this.panel.hasClass("hide")));
	}

	make_reset() {
		$(
			`<button class="btn btn-default btn-xs inbox-filter-reset">${__(
				"Clear Filters"
			)}</button>`
		)
			.appendTo(this.panel)
			.on("click", () => this.reset());
	}

	open_panel(is_open) {
		this.panel.toggleClass("hide", !is_open);
		this.toggle.attr("aria-expanded", String(is_open));
	}

	/** The fields of Mention that can be filtered by, as Mention itself describes them. */
	panel_fields() {
		const masters = { tag: "Tag", social_account: "Social Account" };
		return PANEL.filter(
			(fieldname) => masters[fieldname] || frappe.meta.has_field("Mention", fieldname)
		).map((fieldname) => {
			const field = frappe.meta.get_docfield("Mention", fieldname);
			const label = field ? __(field.label) : __("Tag");
			if (masters[fieldname] || field.fieldtype === "Link") {
				const options = masters[fieldname] || field.options;
				return { fieldname, label, fieldtype: "Link", options, only_select: 1 };
			}
			return { fieldname, label, fieldtype: "Select", options: choices(field, label) };
		});
	}

	add(df, parent) {
		const control = frappe.ui.form.make_control({
			parent,
			df: {
				...df,
				placeholder: df.label,
				input_class: "input-xs",
				change: () => this.changed(df.fieldname),
			},
			only_input: true,
			render_input: true,
		});
		control.$wrapper.addClass(df.css || "");
		control.$input.attr({ "aria-label": df.label, title: df.label });
		this.controls[df.fieldname] = control;
		return control;
	}

	changed(fieldname) {
		if (this.is_showing) return;
		const value = cstr(this.controls[fieldname].get_value()).trim();
		if (value === this.values[fieldname]) return;
		this.values[fieldname] = value;
		this.on_change({ [fieldname]: value });
	}

	reset() {
		const cleared = Object.fromEntries(
			Object.keys(this.controls).map((key) => [key, DEFAULTS[key]])
		);
		this.on_change({ ...cleared, group: "" });
	}

	/** Puts the filters in force into the controls. */
	async show(filters) {
		this.values = { ...filters };
		this.is_showing = true;
		for (const [fieldname, control] of Object.entries(this.controls)) {
			const is_typed_in = fieldname === "search" && control.$input.is(":focus");
			if (!is_typed_in && cstr(control.get_value()) !== filters[fieldname])
				await control.set_value(filters[fieldname]);
		}
		this.is_showing = false;
		const count = PANEL.filter((key) => filters[key]).length;
		this.toggle.find(".inbox-filter-count").text(count || "");
		this.toggle.toggleClass("btn-primary-light", count > 0);
		if (count && !frappe.utils.is_xs()) this.open_panel(true);
	}

	focus_search() {
		this.controls.search.$input.trigger("focus").trigger("select");
	}
}

const choices = (field, label) =>
	cstr(field.options)
		.split("\n")
		.map((value) => ({ value, label: value ? __(value) : label }));
