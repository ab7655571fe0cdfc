// The form of a profile: who it might be and why, and what it said last.

frappe.ui.form.on("Social Profile", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (/^https?:\/\//i.test(frm.doc.url || "")) add_profile_link(frm);
		if (frm.has_perm("write")) add_link_buttons(frm);
		frappe.after_ajax(() => add_sections(frm));
	},
});

function add_profile_link(frm) {
	frm.add_custom_button(__("See Profile"), () =>
		window.open(frm.doc.url, "_blank", "noopener,noreferrer")
	);
}

function add_link_buttons(frm) {
	frm.add_custom_button(__("Link to…"), () =>
		social_crm.ask_party(frm.doc.name, () => frm.reload_doc())
	);
	if (!frm.doc.party) return;
	frm.add_custom_button(__("Unlink"), () =>
		frappe.confirm(
			__("Take the link to {0} back from this profile and all its mentions?", [
				frappe.utils.escape_html(frm.doc.party).bold(),
			]),
			() => decide(frm, "unlink", { profile: frm.doc.name })
		)
	);
}

async function add_sections(frm) {
	const name = frm.doc.name;
	const asked = (frm.social_crm_asked = {});
	const [candidates, mentions] = await Promise.all([
		frappe.model.can_read("Social Profile Match") ? candidates_of(frm) : [],
		frappe.model.can_read("Mention") ? mentions_of(name) : [],
	]);
	if (frm.doc.name !== name || frm.social_crm_asked !== asked) return;
	if (candidates.length) {
		const body = frm.dashboard.add_section(
			candidates
				.map((candidate) => candidate_line(candidate, frm.has_perm("write")))
				.join(""),
			__("Who This Might Be"),
			"custom social-candidates"
		);
		body.on("click", "[data-decision]", (event) => {
			const { decision, idx } = event.currentTarget.dataset;
			const { name: match, party_type, party } = candidates[idx];
			decide(
				frm,
				decision,
				decision === "link" ? { profile: name, party_type, party } : { match }
			);
		});
	}
	if (mentions.length) {
		frm.dashboard.add_section(
			social_crm.mention_lines(mentions),
			__("Last Mentions"),
			"custom social-mentions"
		);
	}
	frm.dashboard.show();
}

async function candidates_of(frm) {
	const { message } = await frappe.call({
		method: "social_crm_app.api.profile.candidates",
		type: "GET",
		args: { profile: frm.doc.name },
	});
	return (message || []).map((candidate, idx) => ({ ...candidate, idx }));
}

function mentions_of(profile) {
	return frappe.db.get_list("Mention", {
		filters: { social_profile: profile },
		fields: ["name", "title", "platform", "posted_at", "intent", "sentiment_label"],
		order_by: "posted_at desc",
		limit: 5,
	});
}

function candidate_line(candidate, may_decide) {
	const escape = frappe.utils.escape_html;
	const { party_type, party, title, score, idx, evidence } = candidate;
	const reasons = evidence.map(
		({ reason, attested }) =>
			`<li>${escape(reason)} ${
				attested ? `<span class="indicator-pill green">${__("Attested")}</span>` : ""
			}</li>`
	);
	const buttons = `<div>
		<button class="btn btn-primary btn-xs" data-decision="link" data-idx="${idx}">${__(
		"Link"
	)}</button>
		<button class="btn btn-default btn-xs" data-decision="reject" data-idx="${idx}">
			${__("Not This One")}</button>
	</div>`;
	return `<div class="social-line social-candidate">
		<div>
			<span class="text-muted">${escape(__(party_type))}</span>
			${social_crm.form_link(party_type, party, title || party, "bold")}
			<span class="text-muted">${__("{0}% probable", [Math.round(score)])}</span>
			<ul class="text-muted small">${reasons.join("")}</ul>
		</div>
		${may_decide ? buttons : ""}
	</div>`;
}

async function decide(frm, decision, args) {
	await frappe.xcall(`social_crm_app.api.profile.${decision}`, args);
	frm.reload_doc();
}
