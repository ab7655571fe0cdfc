// How a reply stands, in words: for the line above the form of a mention and for the reply box. What people wrote
// is escaped here.

export const escape_text = (text) => frappe.utils.escape_html(cstr(text));

/** Roles of which one is enough, as a text. */
export const either_of = (roles) => frappe.utils.comma_or(roles.map((role) => __(role)));

export function as_lines(text) {
	return escape_text(text).replace(/\n/g, "<br>");
}

export function pending_line(pending) {
	const { name, status, sender, sender_name, error, in_doubt, waits_for } = pending;
	const mine = sender === frappe.session.user;
	const who = mine ? __("Your reply") : __("The reply of {0}", [escape_text(sender_name)]);
	const told = error || pending.approval_reason;
	const words = told ? `<div class="small">${as_lines(told)}</div>` : "";
	const waits = waits_for.length ? ` (${escape_text(either_of(waits_for))})` : "";
	const review =
		!mine && waits_for.some((role) => frappe.user.has_role(role))
			? ` ${social_crm.form_link("Mention Reply", name, __("Review"), "bold")}`
			: "";
	const take_back =
		mine && !in_doubt && status !== "Sending"
			? ` <a class="bold" role="button" tabindex="0" data-undo>${__("Take Back")}</a>`
			: "";
	return {
		colour: waits_for.length ? "orange" : "blue",
		html: `${who}: ${escape_text(__(status))}${waits}${review}${take_back}${words}`,
	};
}

/** The user's own reply that an approver wants to be changed. */
export function sent_back_line(reply) {
	if (!reply) return null;
	return {
		colour: "orange",
		html: `${sent_back_words(reply)}
			<a class="bold" role="button" tabindex="0" data-again>${__("Write Again")}</a>`,
	};
}

export function sent_back_words({ sent_back_because, sent_back_by_name }) {
	if (!sent_back_because) return "";
	const who = escape_text(sent_back_by_name);
	return `<div class="mb-2" style="overflow-wrap: anywhere">${__("{0} sent back your reply:", [
		who,
	])}
		<b>${as_lines(sent_back_because)}</b></div>`;
}

/** Why the app has drafted this reply. */
export function proposed_words({ status, proposed_because }) {
	if (!proposed_because || status !== "Draft") return "";
	return `<div class="alert alert-info small mb-2" style="overflow-wrap: anywhere">
		${as_lines(proposed_because)} ${__("This reply was drafted. Nothing is sent by itself.")}
		<a class="bold" role="button" tabindex="0" data-discard>${__("Discard")}</a></div>`;
}

export function failed_line(last) {
	if (last?.status !== "Failed") return null;
	return {
		colour: "red",
		html: `${__("The last reply was not sent.")} <div class="small">${as_lines(
			last.error
		)}</div>
			<a class="bold" role="button" tabindex="0" data-again>${__("Write Again")}</a>`,
	};
}
