// Erase and export on the form of a profile, and what the keeping times would remove in the Settings.
// Buttons only; what may be done is decided by social_crm_app.api.privacy.

(() => {
	const api = (method, args) => frappe.xcall(`social_crm_app.api.privacy.${method}`, args);
	const is_manager = () =>
		["Social CRM Manager", "System Manager"].some((role) => frappe.user.has_role(role));
	const group = () => __("Personal Data");

	frappe.ui.form.on("Social Profile", {
		setup(frm) {
			frappe.realtime.on("social_erased", (job) => {
				if (job.profile === frm.doc.name) show_report(frm, job);
			});
			frappe.realtime.on("social_export", ({ profile, file_url }) => {
				if (profile === frm.doc.name) show_file(frm, file_url);
			});
		},

		refresh(frm) {
			if (frm.is_new() || !is_manager()) return;
			if (frm.doc.erased) return show_erased(frm);
			frm.add_custom_button(__("Export…"), () => export_profile(frm), group());
			frm.add_custom_button(__("Erase…"), () => ask_to_erase(frm), group());
		},
	});

	frappe.ui.form.on("Social CRM Settings", {
		refresh(frm) {
			if (is_manager()) frm.add_custom_button(__("What Would Be Removed"), show_preview);
		},
	});

	function show_erased(frm) {
		frm.disable_form();
		frm.set_intro(
			__("This person was erased on request. What is left are numbers that lead to nobody."),
			"orange"
		);
		if (!frappe.user.has_role("System Manager")) return;
		frm.add_custom_button(__("Forget Erasure…"), () =>
			frappe.confirm(
				__(
					"Let this account be imported again? What was erased does not come back, but new posts will be stored."
				),
				async () => {
					await api("forget_erasure", { profile: frm.doc.name });
					frappe.set_route("List", "Social Profile");
				}
			)
		);
	}

	function ask_to_erase(frm) {
		const name = frm.doc.handle || frm.doc.display_name || frm.doc.title;
		const dialog = new frappe.ui.Dialog({
			title: __("Erase This Person"),
			fields: [
				{
					fieldtype: "HTML",
					options: `<p>${__(
						"Name, texts, pictures, links, comments and log entries of this profile and of all its mentions are removed for good. Day, platform, tone and topic of the mentions stay as numbers. New posts of this account are not stored any more."
					)}</p>`,
				},
				{
					fieldname: "confirmation",
					fieldtype: "Data",
					label: __("Type {0} to confirm", [frappe.utils.escape_html(name)]),
					reqd: 1,
				},
			],
			primary_action_label: __("Erase for Good"),
			async primary_action({ confirmation }) {
				const { mentions } = await api("erase", { profile: frm.doc.name, confirmation });
				dialog.hide();
				frappe.show_alert({
					message: __("Erasing this profile and {0} mentions in the background", [
						mentions,
					]),
					indicator: "orange",
				});
				frm.reload_doc();
			},
		});
		dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
		dialog.show();
	}

	function show_report(frm, { counts, left }) {
		const escape = frappe.utils.escape_html;
		const rows = Object.entries(counts).map(
			([doctype, number]) =>
				`<tr><td>${escape(__(doctype))}</td><td>${cint(number)}</td></tr>`
		);
		const reasons = left.map((sentence) => `<li>${escape(sentence)}</li>`);
		frappe.msgprint({
			title: __("Erased"),
			indicator: "green",
			message: `<table class="table table-condensed">${rows.join("")}</table>
				${reasons.length ? `<p>${__("Left:")}</p><ul>${reasons.join("")}</ul>` : ""}`,
		});
		frm.reload_doc();
	}

	async function export_profile(frm) {
		const { ready } = await api("prepare_export", { profile: frm.doc.name });
		if (!ready) {
			frappe.show_alert(
				__("The export is being written; it will be attached to this profile.")
			);
			return;
		}
		const query = new URLSearchParams({ profile: frm.doc.name });
		window.open(
			`/api/method/social_crm_app.api.privacy.export?${query}`,
			"_blank",
			"noopener"
		);
	}

	function show_file(frm, file_url) {
		frappe.show_alert({
			message: __("The export is attached to this profile"),
			indicator: "green",
		});
		frm.reload_doc();
		window.open(encodeURI(file_url), "_blank", "noopener");
	}

	async function show_preview() {
		const { message } = await frappe.call({
			method: "social_crm_app.api.privacy.retention_preview",
			type: "GET",
			freeze: true,
		});
		const labels = {
			raw: __("Raw payloads"),
			text: __("Texts of old mentions"),
			strangers: __("People who belong to no record"),
			rejected: __("Refused candidates with evidence"),
		};
		const lines = Object.entries(message).map(
			([name, number]) => `<tr><td>${labels[name]}</td><td>${cint(number)}</td></tr>`
		);
		frappe.msgprint({
			title: __("What Would Be Removed Now"),
			message: lines.length
				? `<table class="table table-condensed">${lines.join("")}</table>`
				: __("Nothing: everything is kept for ever."),
		});
	}
})();
