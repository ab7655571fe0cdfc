// The box to write a reply in. The server counts, looks for leaks and decides; nothing of that is repeated here.

import {
	as_lines,
	either_of,
	escape_text,
	proposed_words,
	sent_back_words,
} from "./social_reply_lines.js";
import { Others } from "./social_reply_others.js";
import { post } from "./social_reply_server.js";

const CHECK_AFTER = 350; // milliseconds without a key

export class ReplyBox {
	/** `start`: what it begins with, a draft or a reply that came back; `done()`: something was kept or dropped;
	 * `queued(answer)`: a reply is on its way. */
	constructor(mention, opening, start, { done, queued }) {
		Object.assign(this, { mention, opening, done, queued });
		this.draft = start?.status === "Draft" ? start.name : null;
		// Once for each box: clicked twice, or sent again after a broken line, it stays one reply.
		this.request_key = frappe.utils.get_random(20);
		this.asked = 0;
		this.start = start || {};
	}

	show() {
		this.dialog = new frappe.ui.Dialog({
			title: __("Reply to {0}", [
				escape_text(
					this.mention.author_name || this.mention.author_handle || __("Mention")
				),
			]),
			fields: this.fields(),
			primary_action_label: __("Send"),
			primary_action: () => this.send(),
			secondary_action_label: __("Save Draft"),
			secondary_action: () => this.save_draft(),
		});
		this.others = new Others(this.mention.name, {
			seen: () => this.opening.last_sent,
			show: (html) => this.dialog.get_field("others").$wrapper.html(html),
		});
		this.dialog.onhide = () => {
			this.asked++; // an answer that comes now is for nobody
			this.others.stop();
		};
		this.dialog.show();
		this.text_field = this.dialog.get_field("text").$input;
		this.text_field.attr("aria-describedby", "social-reply-counter").on(
			"input",
			frappe.utils.debounce(() => this.check(), CHECK_AFTER)
		);
		this.dialog.$wrapper.find("[data-discard]").on("click", () => this.discard());
		this.text_field.trigger("focus");
		this.show_approval();
		this.check();
		this.others.start();
	}

	fields() {
		const { gate, templates, account_title } = this.opening;
		const see = { Public: __("Everybody"), Private: __("Only the author (direct message)") };
		const until = gate.until ? __("until {0}", [frappe.datetime.str_to_user(gate.until)]) : "";
		return [
			{
				fieldtype: "HTML",
				options: `<div class="text-muted small mb-2">${__("As {0}", [
					`<b>${escape_text(account_title)}</b>`,
				])} ${until}</div>
				<blockquote class="small text-muted" style="white-space: pre-wrap; overflow-wrap: anywhere;
					max-height: 8rem; overflow: auto">${escape_text(this.mention.text)}</blockquote>
				${sent_back_words(this.start)}${proposed_words(this.start)}`,
			},
			{ fieldname: "others", fieldtype: "HTML" },
			{
				fieldname: "template",
				fieldtype: "Select",
				label: __("Template"),
				hidden: !templates.length,
				options: [
					{ value: "", label: "" },
					...templates.map(({ name, title }) => ({ value: name, label: title })),
				],
				default: templates.some(({ name }) => name === this.start.template)
					? this.start.template
					: "",
				onchange: () => this.use_template(),
			},
			{
				fieldname: "visibility",
				fieldtype: "Select",
				label: __("Who Sees It"),
				hidden: gate.visibilities.length < 2,
				options: gate.visibilities.map((value) => ({ value, label: see[value] })),
				default: gate.visibilities.includes(this.start.visibility)
					? this.start.visibility
					: gate.visibilities[0],
				onchange: () => {
					this.show_approval();
					this.check();
				},
			},
			{
				fieldname: "text",
				fieldtype: "Small Text",
				label: __("Reply"),
				default: this.start.text || "",
			},
			{ fieldname: "told", fieldtype: "HTML" },
			{ fieldname: "approval", fieldtype: "HTML" },
			{
				fieldname: "leak_reason",
				fieldtype: "Data",
				label: __("Send it all the same because"),
				hidden: 1,
			},
		];
	}

	values() {
		return {
			mention: this.mention.name,
			text: this.dialog.get_value("text") || "",
			visibility: this.dialog.get_value("visibility") || this.opening.gate.visibilities[0],
		};
	}

	/** Says beforehand that somebody else reads this reply before it goes out, and why. */
	show_approval() {
		const reason = this.opening.approval?.[this.values().visibility];
		const roles = either_of(this.opening.approver_roles || []);
		const words = reason
			? `<div class="small text-muted mb-2" style="overflow-wrap: anywhere">
				<span class="indicator orange"></span>${__("{0} has to approve this reply first: {1}", [
					`<b>${escape_text(roles)}</b>`,
					as_lines(reason),
				])}</div>`
			: "";
		this.dialog.get_field("approval").$wrapper.html(words);
		const send = this.has_been_answered ? __("Send Anyway") : __("Send");
		this.dialog.get_primary_btn().html(reason ? __("Send for Approval") : send);
	}

	async check() {
		const mine = ++this.asked;
		const told = await post("check", this.values());
		if (mine === this.asked) this.show_told(told);
	}

	show_told({ used, limit, is_over, leaks, named }) {
		const counter = `<div id="social-reply-counter" aria-live="polite"
			class="small text-right ${is_over ? "text-danger bold" : "text-muted"}">${used} / ${limit}</div>`;
		this.dialog
			.get_field("told")
			.$wrapper.html(counter + named_words(named) + this.leak_words(leaks));
		this.dialog.set_df_property(
			"leak_reason",
			"hidden",
			leaks.length && this.opening.may_override ? 0 : 1
		);
		const stopped = leaks.length && !this.opening.may_override;
		this.dialog
			.get_primary_btn()
			.prop("disabled", Boolean(is_over || named.length || stopped));
		this.dialog
			.get_field("told")
			.$wrapper.find("[data-private]")
			.on("click", () => this.dialog.set_value("visibility", "Private"));
	}

	leak_words(leaks) {
		if (!leaks.length) return "";
		const lines = leaks.map(
			({ kind, words }) => `<li>${escape_text(__(kind))}: <b>${escape_text(words)}</b></li>`
		);
		const can_be_private = this.opening.gate.visibilities.includes("Private");
		const offer = can_be_private
			? `<button class="btn btn-default btn-xs" data-private>${__(
					"Answer Privately"
			  )}</button>`
			: "";
		return `<div class="alert alert-warning mt-2 mb-2" role="alert">
			${__("Everybody would see what belongs to the customer:")}
			<ul class="mb-2 pl-4" style="overflow-wrap: anywhere">${lines.join("")}</ul>${offer}</div>`;
	}

	async use_template() {
		const template = this.dialog.get_value("template");
		if (!template) return;
		const { text, error } = await post("preview", { mention: this.mention.name, template });
		if (error) {
			this.dialog.set_value("template", ""); // nothing of it is in the reply
			return frappe.msgprint({
				title: __("Template"),
				message: escape_text(error),
				indicator: "orange",
			});
		}
		await this.dialog.set_value("text", text);
		this.check();
	}

	async save_draft() {
		const template = this.dialog.get_value("template") || null;
		this.draft = await post("save_draft", { ...this.values(), template, draft: this.draft });
		this.dialog.hide();
		frappe.show_alert({ message: __("Draft saved"), indicator: "green" });
		this.done();
	}

	async discard() {
		await post("undo", { reply: this.draft });
		this.dialog.hide();
		this.done();
	}

	async send() {
		const button = this.dialog.get_primary_btn().prop("disabled", true);
		try {
			await this.take(await post("send", this.request()));
		} catch (error) {
			// Frappe has shown what the server said. A draft that is gone is sent as a reply of its own next time.
			if (error?.responseJSON?.exc_type === "Discarded") this.draft = null;
			button.prop("disabled", false);
		}
	}

	request() {
		return {
			...this.values(),
			template: this.dialog.get_value("template") || null,
			request_key: this.request_key,
			draft: this.draft,
			leak_reason: this.dialog.get_value("leak_reason") || "",
			last_sent: this.opening.last_sent,
		};
	}

	/** What has become of it: on its way, or what stands in the way. */
	async take(answer) {
		if (answer.answered) return this.show_answered(answer.answered);
		if (!answer.leaks) {
			this.dialog.hide();
			return this.queued(answer);
		}
		await this.check();
		if (answer.may_override) this.dialog.get_field("leak_reason").$input.trigger("focus");
	}

	/** Somebody was faster. Now that their words are seen, the next click sends this one too. */
	async show_answered(answered) {
		this.others.refresh({ answered, pending: null, writing: [] });
		this.dialog.$wrapper.find("[data-answered]")[0]?.scrollIntoView({ block: "nearest" });
		this.opening.last_sent = answered.name;
		this.has_been_answered = true;
		this.show_approval();
		await this.check();
	}
}

/** Whoever is named in a direct message receives it. */
function named_words(named) {
	if (!named.length) return "";
	return `<div class="alert alert-warning mt-2 mb-2" role="alert" style="overflow-wrap: anywhere">
		${__("Whoever is named in a private reply receives it: {0}. Name nobody but the author.", [
			`<b>${escape_text(named.join(", "))}</b>`,
		])}</div>`;
}
