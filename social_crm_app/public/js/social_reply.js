// Answering a mention: what stands in the way, the box to write in, the moment to take it back, and what became
// of it. The server counts, looks for leaks and decides; nothing of that is repeated here.

import {
	as_lines,
	either_of,
	escape_text,
	failed_line,
	pending_line,
	sent_back_line,
	proposed_words,
	sent_back_words,
} from "./social_reply_lines.js";

frappe.provide("social_crm.reply");

const API = "social_crm_app.api.reply.";
const CHECK_AFTER = 350; // milliseconds without a key

const get = async (method, args) =>
	(await frappe.call({ method: API + method, type: "GET", args })).message;
const post = async (method, args, more = {}) =>
	(await frappe.call({ method: API + method, args, ...more })).message;

Object.assign(social_crm.reply, {
	/** The Reply button of a Mention's form, and who is answering it. */
	async setup(frm) {
		if (frm.is_new() || !frappe.model.can_create("Mention Reply")) return;
		frm.add_custom_button(__("Reply"), () =>
			social_crm.reply.open(frm.doc, () => frm.reload_doc())
		)
			.removeClass("btn-default")
			.addClass("btn-primary");
		listen();
		await social_crm.reply.show_state(frm);
	},

	/** A line above the form: a reply that is on its way and whose, or why the last one was not sent. */
	async show_state(frm) {
		const name = frm.doc.name;
		const { pending, last, sent_back } = await get("state", { mention: name });
		if (frm.doc.name !== name) return;
		frm.page.wrapper.find(".social-reply-state").remove();
		const line = pending
			? pending_line(pending)
			: sent_back_line(sent_back) || failed_line(last);
		if (!line) return;
		const state = $(
			`<div class="social-reply-state form-message ${line.colour}">${line.html}</div>`
		);
		state
			.find("[data-undo]")
			.on("click", () => undo(pending.name, frm.doc, () => frm.reload_doc()));
		state
			.find("[data-again]")
			.on("click", () =>
				social_crm.reply.open(frm.doc, () => frm.reload_doc(), sent_back || last)
			);
		frm.layout.wrapper.before(state);
	},

	/** Opens the box for a mention ({name, text}); `done` is called when a reply was queued or taken back. */
	async open(mention, done, start = null) {
		const opening = await get("begin", { mention: mention.name });
		if (opening.pending) return say_pending(opening.pending);
		if (!opening.gate.allowed) return say_closed(opening.gate);
		new ReplyBox(mention, opening, done, start || opening.draft).show();
	},

	/** Counts down until a queued reply goes out and sends it off then; `take_back` is called for Undo. */
	show_sending(name, seconds, take_back) {
		const go = setTimeout(() => post("deliver", { reply: name }), seconds * 1000 + 300);
		// A button closes the alert by itself.
		const button = `<button class="btn btn-default btn-xs" data-action="undo">${__(
			"Undo"
		)}</button>`;
		frappe.show_alert(
			{
				message: __("Sending in {0} seconds", [seconds]),
				subtitle: button,
				indicator: "blue",
			},
			seconds,
			{
				undo: () => {
					clearTimeout(go);
					take_back();
				},
			}
		);
	},

	/** Takes a reply back; gives {status, text}, and says so if it was too late. */
	async take_back(name) {
		const taken = await post("undo", { reply: name });
		if (taken.status !== "Cancelled") {
			frappe.show_alert({
				message: __("Too late, it is on its way."),
				indicator: "orange",
			});
		}
		return taken;
	},
});

class ReplyBox {
	constructor(mention, opening, done, start) {
		Object.assign(this, { mention, opening, done });
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
		this.dialog.onhide = () => this.asked++; // an answer that comes now is for nobody
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
			{
				fieldname: "template",
				fieldtype: "Select",
				label: __("Template"),
				hidden: !templates.length,
				options: [
					{ value: "", label: "" },
					...templates.map(({ name, title }) => ({ value: name, label: title })),
				],
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
		this.dialog.get_primary_btn().html(reason ? __("Send for Approval") : __("Send"));
	}

	async check() {
		const mine = ++this.asked;
		const told = await post("check", this.values());
		if (mine === this.asked) this.show_told(told);
	}

	show_told({ used, limit, is_over, leaks }) {
		const counter = `<div id="social-reply-counter" aria-live="polite"
			class="small text-right ${is_over ? "text-danger bold" : "text-muted"}">${used} / ${limit}</div>`;
		this.dialog.get_field("told").$wrapper.html(counter + this.leak_words(leaks));
		this.dialog.set_df_property(
			"leak_reason",
			"hidden",
			leaks.length && this.opening.may_override ? 0 : 1
		);
		const stopped = leaks.length && !this.opening.may_override;
		this.dialog.get_primary_btn().prop("disabled", Boolean(is_over || stopped));
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
			const answer = await post("send", {
				...this.values(),
				template: this.dialog.get_value("template") || null,
				request_key: this.request_key,
				draft: this.draft,
				leak_reason: this.dialog.get_value("leak_reason") || "",
			});
			if (!answer.leaks) return this.is_queued(answer);
			this.check();
			if (answer.may_override) this.dialog.get_field("leak_reason").$input.trigger("focus");
		} catch (error) {
			button.prop("disabled", false); // Frappe has shown what the server said
		}
	}

	is_queued({ name, status, undo_seconds }) {
		this.dialog.hide();
		this.done();
		if (status !== "Queued") {
			return frappe.show_alert({ message: __("Sent for approval"), indicator: "orange" });
		}
		if (undo_seconds) {
			social_crm.reply.show_sending(name, undo_seconds, () =>
				undo(name, this.mention, this.done)
			);
		}
	}
}

/** Takes a reply back and opens the box with its text again. */
async function undo(name, mention, done) {
	const { status, text } = await social_crm.reply.take_back(name);
	done();
	if (status === "Cancelled") social_crm.reply.open(mention, done, { text });
}

function say_pending({ sender_name, status }) {
	frappe.msgprint({
		title: __("Somebody Is Answering"),
		message: __("{0} is answering this mention already ({1}).", [
			escape_text(sender_name),
			escape_text(__(status)),
		]),
		indicator: "blue",
	});
}

function say_closed({ reason, until, by_hand_url }) {
	const link = social_crm.outside_link(
		by_hand_url,
		__("Answer There"),
		"btn btn-default btn-sm"
	);
	const when = until ? `<p>${__("Until {0}", [frappe.datetime.str_to_user(until)])}</p>` : "";
	frappe.msgprint({
		title: __("This Cannot Be Answered from Here"),
		message: `<p>${escape_text(reason)}</p>${when}${link}`,
		indicator: "orange",
	});
}

/** News of replies, once for the whole desk: the form that is open shows them. */
function listen() {
	if (social_crm.reply.is_listening) return;
	social_crm.reply.is_listening = true;
	frappe.realtime.on("social_reply", ({ mention }) => {
		if (cur_frm?.doctype !== "Mention" || cur_frm.doc.name !== mention) return;
		if (cur_frm.is_dirty()) social_crm.reply.show_state(cur_frm);
		else cur_frm.reload_doc();
	});
}
