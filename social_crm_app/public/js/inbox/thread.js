// The conversation around a mention: what was said before and after, our replies, our notes, and what to do with it.

import { Around } from "./around.js";
import { nothing_open } from "./empty.js";
import { item_html } from "./items.js";
import { NoteBox } from "./note.js";
import { server } from "./server.js";
import { make_items, toolbar_html } from "./toolbar.js";
import {
	assignees,
	author_of,
	escape,
	icon,
	meet,
	overdue_pill,
	relationship_pill,
	status_pill,
} from "./words.js";

export class Thread {
	constructor(parent, { actions, row_of, on_open }) {
		Object.assign(this, { actions, row_of, asked: 0, drafts: new Map(), pane: parent });
		this.head = $(`<div class="inbox-thread-head"></div>`).appendTo(parent);
		this.tools = $(
			`<div class="inbox-thread-tools" role="toolbar" aria-label="${__("Actions")}"></div>`
		).appendTo(parent);
		this.said = $(`<div class="inbox-thread-said" role="status"></div>`).appendTo(parent);
		this.scroller = $(
			`<div class="inbox-scroll" role="group" tabindex="0" aria-label="${__(
				"Conversation"
			)}"></div>`
		).appendTo(parent);
		this.note_place = $(`<div></div>`).appendTo(parent);
		this.around = new Around({ on_told: () => this.show_more() });
		this.tools.on("click", "[data-do]", (event) => this.act(event));
		this.tools.on("show.bs.dropdown", "[data-menu=make]", () => this.fill_make_menu());
		this.head.on("click", "[data-untag]", (event) =>
			this.perform("untag", event.currentTarget.dataset.untag)
		);
		this.scroller.on("click", "[data-open]", (event) =>
			on_open(event.currentTarget.dataset.open)
		);
		this.show_nothing();
	}

	show_nothing() {
		this.asked++;
		this.close_note();
		this.forget();
		this.pane.attr("aria-busy", "false");
		this.head.empty();
		this.tools.empty();
		this.scroller.html(nothing_open());
	}

	/** Another mention is about to be shown: until it is there, no key or button may meet the one before. */
	leave(next) {
		if (this.mention?.name === next) return;
		this.close_note();
		this.forget();
		this.pane.attr("aria-busy", "true");
	}

	forget() {
		this.mention = null;
		this.around.forget();
		this.said.empty();
	}

	/** Shows the thread of `name`, or again what has changed in it. */
	async load(name) {
		const mine = ++this.asked;
		const is_other = this.mention?.name !== name;
		this.leave(name);
		try {
			const answer = await server.thread(name);
			if (mine === this.asked) this.show(answer, is_other);
		} catch (error) {
			if (mine === this.asked) this.show_nothing(); // Frappe has said why
		}
	}

	show({ mention, items }, is_other) {
		this.pane.attr("aria-busy", "false");
		this.mention = mention;
		this.items = items;
		meet(mention.assigned);
		this.refresh_head();
		this.show_items(is_other);
		if (is_other) this.around.ask(mention.name);
		if (is_other && this.drafts.has(mention.name)) this.open_note();
	}

	refresh_head() {
		if (!this.mention) return;
		const shown = { ...this.mention, ...this.row_of(this.mention.name) };
		this.head.html(head_html(shown));
		this.tools.html(toolbar_html(shown));
	}

	show_items(is_other) {
		const at = this.scroller.scrollTop();
		this.render_items();
		if (is_other) this.scroll_to_this();
		else this.scroller.scrollTop(at);
	}

	/** What the platform has told comes to its place: the mention stays in view, or, for somebody who has scrolled
	 * meanwhile, where it is. */
	show_more() {
		this.said.text(this.around.trouble);
		if (!this.around.items.length) return;
		const is_untouched = this.scroller.scrollTop() === this.scrolled_to;
		const before = this.place_of_this();
		this.render_items();
		if (is_untouched) return this.scroll_to_this();
		this.scroller.scrollTop(this.scroller.scrollTop() + this.place_of_this() - before);
	}

	render_items() {
		this.scroller.html(this.around.with_these(this.items).map(item_html).join(""));
	}

	scroll_to_this() {
		this.scroller.scrollTop(0);
		this.scroller.find(".inbox-item-this")[0]?.scrollIntoView({ block: "nearest" });
		this.scrolled_to = this.scroller.scrollTop();
	}

	place_of_this() {
		return this.scroller.find(".inbox-item-this")[0]?.getBoundingClientRect().top || 0;
	}

	act(event) {
		event.preventDefault();
		const { do: what, value } = event.currentTarget.dataset;
		this.perform(what, value);
	}

	/** Does what a button or a key of the open mention stands for. */
	perform(what, value) {
		if (!this.mention) return;
		const names = [this.mention.name];
		const todo = {
			reply: () => this.actions.reply(this.mention),
			note: () => this.open_note(),
			assign: () => this.actions.ask_assignee(names),
			me: () => this.actions.assign(names, frappe.session.user),
			status: () => this.actions.set_status(names, value),
			tag: () => this.actions.ask_tag(names),
			untag: () => this.actions.untag(names[0], value),
			make: () => this.actions.make(this.mention, value),
		};
		return todo[what]();
	}

	async fill_make_menu() {
		if (!this.mention) return;
		const { name } = this.mention;
		const list = this.tools.find("[data-menu=make] .dropdown-menu");
		list.html(`<li class="dropdown-item text-muted">${__("Loading…")}</li>`);
		const kinds = await social_crm.convert.menu(name);
		if (this.mention?.name === name) list.html(make_items(kinds || []));
	}

	open_note() {
		if (this.note && !this.note.is_closed) return this.note.input.quill.focus();
		const { name } = this.mention;
		this.note = new NoteBox(this.note_place, {
			mention: name,
			draft: this.drafts.get(name),
			on_saved: () => this.mention?.name === name && this.load(name),
		});
		this.drafts.delete(name);
	}

	// A note that was begun waits until its mention is opened again.
	close_note() {
		if (!this.note || this.note.is_closed) return;
		if (this.note.is_used) this.drafts.set(this.note.mention, this.note.content);
		this.note.close();
	}
}

function head_html(mention) {
	const name = author_of(mention);
	const author = mention.social_profile
		? social_crm.form_link("Social Profile", mention.social_profile, name, "bold")
		: `<span class="bold">${escape(name)}</span>`;
	const party =
		mention.party && mention.party_title
			? social_crm.form_link(mention.party_type, mention.party, mention.party_title)
			: "";
	const handle = mention.author_handle !== name ? mention.author_handle : "";
	const about = [handle && `@${handle}`, __(mention.platform), __(mention.kind)];
	return `<div class="inbox-thread-who">${author} ${party && `<span>${party}</span>`}
			<span class="text-muted small">${about.filter(Boolean).map(escape).join(" · ")}</span></div>
		<div class="inbox-thread-state">${status_pill(mention.status)}${overdue_pill(mention)}
			${relationship_pill(mention.relationship)}
			${social_crm.pill(mention.intent)}${social_crm.pill(mention.sentiment_label)}
			${(mention.tags || []).map(tag_html).join("")}
			<span class="inbox-row-assigned">${assignees(mention.assigned)}</span></div>`;
}

const tag_html = (tag) =>
	`<span class="inbox-tag">${escape(tag)}${
		frappe.model.can_write("Mention")
			? `<button class="btn btn-link" data-untag="${escape(tag)}"
				aria-label="${__("Remove the tag {0}", [escape(tag)])}">${icon("close", "xs")}</button>`
			: ""
	}</span>`;
