// The form of a query: what it may be about, and what it has found.

const TARGETS = ["Company", "Brand", "Item", "Item Group", "Competitor", "Campaign"];

frappe.ui.form.on("Listening Query", {
	setup(frm) {
		frm.set_query("target_type", () => ({ filters: { name: ["in", TARGETS] } }));
		frm.set_query("accounts", () => ({
			filters: { platform: ["in", ["Mastodon", "Bluesky", "Hacker News"]] },
		}));
	},

	refresh(frm) {
		if (frm.is_new() || !frappe.model.can_read("Mention")) return;
		frm.add_custom_button(__("Show Mentions"), () =>
			frappe.set_route("List", "Mention", { "Mention Topic.query": frm.doc.name })
		);
	},

	target_type(frm) {
		frm.set_value("target", null);
	},
});
