// The page of the inbox. Everything that happens on it is in public/js/inbox, loaded when it is opened first.

frappe.pages["social-inbox"].on_page_load = async (wrapper) => {
	frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Social Inbox"),
		single_column: true,
	});
	frappe.breadcrumbs.add("Social CRM App");
	wrapper.disable_scroll_to_top = true; // the panes scroll, and stay where they were
	await frappe.require(["social_inbox.bundle.css", "social_inbox.bundle.js"]);
	await frappe.model.with_doctype("Mention");
	wrapper.inbox = new social_crm.Inbox(wrapper);
	if (frappe.container.page === wrapper) wrapper.inbox.show(); // else the user went on meanwhile
};

frappe.pages["social-inbox"].on_page_show = (wrapper) => wrapper.inbox?.show();
