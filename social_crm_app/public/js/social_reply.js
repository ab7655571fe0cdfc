// Answering a mention: who does it and what stands in the way, the moment to take a reply back, and what became of it.

import { ReplyBox } from "./social_reply_box.js";
import { escape_text, failed_line, pending_line, sent_back_line } from "./social_reply_lines.js";
import { writing_words } from "./social_reply_others.js";
import { get, post } from "./social_reply_server.js";

frappe.provide("social_crm.reply");

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

	/** A line above the form: a reply that is on its way and whose, why the last one was not sent, or who writes one. */
	async show_state(frm) {
		const name = frm.doc.name;
		const { pending, last, sent_back, writing } = await get("state", { mention: name });
		if (frm.doc.name !== name) return;
		frm.page.wrapper.find(".social-reply-state").remove();
		const line = pending
			? pending_line(pending)
			: sent_back_line(sent_back) || failed_line(last) || writing_line(writing);
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
		const opening = await post("begin", { mention: mention.name });
		if (opening.pending) return say_pending(opening.pending);
		if (!opening.gate.allowed) return say_closed(opening.gate);
		new ReplyBox(mention, opening, start || opening.draft, {
			done,
			queued: (answer) => show_queued(answer, mention, done),
		}).show();
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

	/** Takes a reply back; gives {status, text, visibility, template, social_account}, and says so if it was too late. */
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

/** What has become of a reply that was just sent off; another window, or an earlier try, may have done more. */
function show_queued({ name, status, waits, undo_seconds }, mention, done) {
	done();
	if (waits) frappe.show_alert({ message: __("Sent for approval"), indicator: "orange" });
	else if (status !== "Queued")
		frappe.show_alert({
			message: __("This reply is dealt with already: {0}", [escape_text(__(status))]),
			indicator: status === "Sent" ? "green" : "orange",
		});
	else if (undo_seconds)
		social_crm.reply.show_sending(name, undo_seconds, () => undo(name, mention, done));
}

/** Takes a reply back and opens the box again as it was. */
async function undo(name, mention, done) {
	const taken = await social_crm.reply.take_back(name);
	done();
	if (taken.status === "Cancelled") social_crm.reply.open(mention, done, taken);
}

function writing_line(writing) {
	const words = writing_words(writing);
	return words ? { colour: "blue", html: words } : null;
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
	frappe.realtime.on("social_reply_box", ({ mention }) => {
		if (cur_frm?.doctype === "Mention" && cur_frm.doc.name === mention)
			social_crm.reply.show_state(cur_frm);
	});
}
