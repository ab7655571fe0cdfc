// The form of a profile: who it might be and why, and what it said last.

frappe.ui.form.on("Social Profile", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (/^https?:\/\//i.test(frm.doc.url || "")) add_profile_link(frm);
		frappe.after_ajax(() => add_sections(frm));
	},
});

function add_profile_link(frm) {
	frm.add_custom_button(__("See Profile"), () =>
		window.open(frm.doc.url, "_blank", "noopener,noreferrer")
	);
}

async function add_sections(frm) {
	const name = frm.doc.name;
	const asked = (frm.social_crm_asked = {});
	if (frappe.model.can_read("Social Profile Match")) add_panel(frm);
	const mentions = frappe.model.can_read("Mention") ? await mentions_of(name) : [];
	if (frm.doc.name !== name || frm.social_crm_asked !== asked) return;
	if (mentions.length) {
		frm.dashboard.add_section(
			social_crm.mention_lines(mentions),
			__("Last Mentions"),
			"custom social-mentions"
		);
	}
	frm.dashboard.show();
}

function add_panel(frm) {
	const body = frm.dashboard.add_section(
		`<div class="social-match-panel"></div>`,
		frm.doc.party ? __("Who This Is") : __("Who This Might Be"),
		"custom social-candidates"
	);
	frm.dashboard.show();
	social_crm.show_match_panel(body.find(".social-match-panel"), frm.doc.name, () =>
		frm.reload_doc()
	);
}

function mentions_of(profile) {
	return frappe.db.get_list("Mention", {
		filters: { social_profile: profile },
		fields: ["name", "title", "platform", "posted_at", "intent", "sentiment_label"],
		order_by: "posted_at desc",
		limit: 5,
	});
}
