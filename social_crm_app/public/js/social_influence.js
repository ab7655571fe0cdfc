// The Influence tab of a profile: count now, and what was sold through it for those who may see invoices.

(() => {
	frappe.ui.form.on("Social Profile", {
		refresh(frm) {
			if (frm.is_new()) return;
			if (frm.has_perm("write")) add_count_button(frm);
			if (frm.doc.sales_partner || frm.doc.coupon_code) add_sales(frm);
		},
	});

	function add_count_button(frm) {
		frm.add_custom_button(__("Count Influence Now"), async () => {
			if (frm.is_dirty()) {
				frappe.msgprint(__("Save the profile first."));
				return;
			}
			await frappe.xcall("social_crm_app.api.influence.recount", { profile: frm.doc.name });
			await frm.reload_doc();
			frappe.show_alert({ message: __("Counted"), indicator: "green" });
		});
	}

	async function add_sales(frm) {
		const name = frm.doc.name;
		const asked = (frm.social_crm_sales_asked = {});
		const { message } = await frappe.call({
			method: "social_crm_app.api.influence.sales",
			type: "GET",
			args: { profile: name },
		});
		if (!message?.length || frm.doc.name !== name || frm.social_crm_sales_asked !== asked)
			return;
		frm.dashboard.add_section(
			message.map(sales_line).join(""),
			__("Sales through Coupon or Sales Partner, Last 12 Months"),
			"custom social-influence-sales"
		);
		frm.dashboard.show();
	}

	function sales_line({ company, currency, invoices, net, open }) {
		const money = (value) => frappe.utils.escape_html(format_currency(value, currency));
		return `<div class="social-line">
			<span class="text-muted">${frappe.utils.escape_html(company)}</span>
			<span>${__("{0} sales, net {1}", [invoices, money(net)])}</span>
			<span class="text-muted">${__("ordered, not invoiced: {0}", [money(open)])}</span>
		</div>`;
	}
})();
