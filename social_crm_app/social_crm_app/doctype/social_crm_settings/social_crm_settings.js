// Defaults of the app, and the two jobs that work through everything that is stored.

const INDEX = __("Identity Index");
const RESCORE = __("Re-scoring");
const running = new Set(); // what was started here and has not ended

frappe.ui.form.on("Social CRM Settings", {
	setup(frm) {
		frappe.realtime.on("social_index", (job) => show_index(frm, job));
		frappe.realtime.on("social_rescore", (job) => show_rescore(frm, job));
	},

	refresh(frm) {
		if (!frm.has_perm("write")) return;
		frm.add_custom_button(__("Rebuild Identity Index"), () =>
			start(frm, "rebuild_index", INDEX)
		);
		frm.add_custom_button(__("Re-score Mentions"), () => start(frm, "rescore", RESCORE));
	},
});

async function start(frm, what, title) {
	await frappe.xcall(`social_crm_app.api.account.${what}`);
	running.add(title);
	frm.dashboard.show_progress(title, 2, __("Waiting for a background worker…"));
}

function show_index(frm, { status, percent }) {
	show(frm, INDEX, percent, __("{0}% of all records", [Math.round(percent)]));
	if (status === "Ready") finish(frm, INDEX, __("The identity index is ready"), "green");
	if (status === "Failed")
		finish(frm, INDEX, __("The identity index could not be built"), "red");
}

function show_rescore(frm, { done, total, percent }) {
	show(frm, RESCORE, percent, __("{0} of {1} mentions", [done, total]));
	if (percent >= 100) finish(frm, RESCORE, __("All mentions have been judged again"), "green");
}

function show(frm, title, percent, message) {
	if (running.has(title)) frm.dashboard.show_progress(title, percent, message);
}

function finish(frm, title, message, indicator) {
	if (!running.delete(title)) return; // the last step may be told twice
	frappe.show_alert({ message, indicator });
	frm.dashboard.hide_progress();
	frm.reload_doc();
}
