// What a person allows, on the forms of the profile and of its mentions; managers write down what they were told.

(() => {
	const MANAGERS = ["System Manager", "Social CRM Manager"];
	const FIELDS = ["consent", "may_contact", "share_posts", "share_profile"];

	frappe.ui.form.on("Social Profile", {
		refresh(frm) {
			if (frm.is_new()) return;
			show(frm, frm.doc);
			if (MANAGERS.some((role) => frappe.user.has_role(role)) && !frm.doc.erased) {
				frm.add_custom_button(__("Set Consent"), () => ask(frm));
			}
		},
	});

	frappe.ui.form.on("Mention", {
		async refresh(frm) {
			const profile = frm.doc.social_profile;
			if (!profile || !frappe.model.can_read("Social Profile")) return;
			const { message } = await frappe.db.get_value("Social Profile", profile, FIELDS);
			if (message && frm.doc.social_profile === profile) show(frm, message);
		},
	});

	function show(frm, { consent, may_contact }) {
		if (consent === "Given") {
			add(frm, __("Consent given"), "green");
			if (cint(may_contact)) add(frm, __("May be written to there"), "green");
			else add(frm, __("Does not want to be written to there"), "orange");
		}
		if (consent === "Withdrawn") {
			add(frm, __("Consent withdrawn: do not link, do not write"), "red");
		}
	}

	function add(frm, label, colour) {
		const shown = frm.dashboard.stats_area_row?.text() || "";
		if (!shown.includes(label)) frm.dashboard.add_indicator(label, colour);
	}

	function ask(frm) {
		const given = "eval:doc.state === 'Given'";
		const share = (fieldname) => ({
			fieldname,
			fieldtype: "Check",
			label: frappe.meta.get_label("Social Profile", fieldname),
			default: frm.doc[fieldname],
			depends_on: given,
		});
		frappe.prompt(
			[
				{
					fieldname: "state",
					fieldtype: "Select",
					label: __("Consent"),
					options: [
						{ value: "Given", label: __("Given") },
						{ value: "Withdrawn", label: __("Withdrawn") },
					],
					default: "Given",
					reqd: 1,
				},
				share("share_posts"),
				share("share_profile"),
				share("may_contact"),
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("How you know"),
					description: __("For example: told us by telephone. It is kept in the log."),
					reqd: 1,
				},
			],
			async (values) => {
				await frappe.xcall("social_crm_app.api.claims.set_consent", {
					profile: frm.doc.name,
					...values,
				});
				frm.reload_doc();
			},
			__("Set Consent"),
			__("Save")
		);
	}
})();
