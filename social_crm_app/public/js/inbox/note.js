// The box for an internal note: Frappe's own comment control with @mention. It saves a Comment and nothing else;
// it has no button, key or setting that would send anything to a platform.

import { server } from "./server.js";
import { icon } from "./words.js";

export class NoteBox {
	constructor(parent, { mention, draft = "", on_saved }) {
		Object.assign(this, { mention, on_saved });
		this.wrapper = $(`<section class="inbox-note-box" aria-label="${__("Internal note")}">
			<div class="inbox-note-title">${icon("lock", "sm")} <b>${__("Internal note")}</b>
				<span>${__("Only your team sees it. It is never sent to the author.")}</span></div>
			<div class="inbox-note-input"></div>
			<div class="inbox-note-buttons">
				<button class="btn btn-default btn-sm" data-cancel>${__("Cancel")}</button>
				<button class="btn btn-warning btn-sm" data-save>${__("Save Note")}</button>
			</div></section>`).appendTo(parent);
		this.make_input(draft);
		this.wrapper.on("click", "[data-save]", () => this.save());
		this.wrapper.on("click", "[data-cancel]", () => this.close());
		this.wrapper.on("keydown", (event) => {
			if (event.key === "Escape") this.close();
		});
	}

	make_input(draft) {
		this.input = frappe.ui.form.make_control({
			parent: this.wrapper.find(".inbox-note-input"),
			render_input: true,
			only_input: true,
			enable_mentions: true,
			no_wrapper: true,
			df: { fieldtype: "Comment", fieldname: "note" },
			on_submit: () => this.save(),
		});
		this.input.quill.root.dataset.placeholder = __("Write to your team, @ names a colleague");
		if (draft) this.input.set_value(draft);
		this.input.quill.focus();
	}

	get content() {
		return this.input.get_value() || "";
	}

	async save() {
		if (this.is_saving || !this.is_used) return;
		this.is_saving = true;
		this.input.disable();
		try {
			await server.add_note(this.mention, this.content);
			this.close();
			this.on_saved();
		} finally {
			this.is_saving = false;
			this.input.enable();
		}
	}

	/** Whether something is written that would be lost. */
	get is_used() {
		return Boolean(strip_html(this.content).trim());
	}

	close() {
		this.wrapper.remove();
		this.is_closed = true;
	}
}
