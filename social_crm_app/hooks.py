app_name = "social_crm_app"
app_title = "Social CRM"
app_publisher = "Social CRM App contributors"
app_description = "Social CRM for ERPNext: listen, respond, connect and collaborate from your own records"
app_email = "social-crm-app@example.org"
app_license = "mit"
required_apps = ["frappe/erpnext"]

add_to_apps_screen = [
	{
		"name": "social_crm_app",
		"logo": "/assets/social_crm_app/images/social-crm.svg",
		"title": "Social CRM",
		"route": "/app/social-crm",
		"has_permission": "social_crm_app.permissions.may_see_app",
	}
]

# Setting up and taking down
after_install = "social_crm_app.install.after_install"
after_migrate = "social_crm_app.install.after_migrate"
before_uninstall = "social_crm_app.uninstall.before_uninstall"

# The desk
app_include_js = "social_crm.bundle.js"
app_include_css = "social_crm.bundle.css"
doctype_js = {
	"Lead": "public/js/parties.js",
	"Customer": "public/js/parties.js",
	"Contact": "public/js/parties.js",
}

# Where people already work
additional_timeline_content = {
	"Lead": ["social_crm_app.overrides.timeline.mentions"],
	"Customer": ["social_crm_app.overrides.timeline.mentions"],
	"Contact": ["social_crm_app.overrides.timeline.mentions"],
	"Prospect": ["social_crm_app.overrides.timeline.mentions"],
	"Opportunity": ["social_crm_app.overrides.timeline.mentions"],
}
override_doctype_dashboards = {
	"Lead": "social_crm_app.overrides.lead.get_dashboard_data",
	"Customer": "social_crm_app.overrides.customer.get_dashboard_data",
	"Contact": "social_crm_app.overrides.contact.get_dashboard_data",
}

# Records that say who somebody is
doc_events = {
	"Lead": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"on_update": "social_crm_app.overrides.lead.on_update",
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
	"Customer": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"on_update": "social_crm_app.overrides.customer.on_update",
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
	"Contact": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"on_update": "social_crm_app.overrides.contact.on_update",
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
}

# Background work
scheduler_events = {"cron": {"* * * * *": ["social_crm_app.jobs.scheduler.dispatch"]}}
default_log_clearing_doctypes = {"Social Sync Log": 30}
ignore_links_on_delete = ["Social Sync Log"]

# Who may see what
permission_query_conditions = {
	"Mention": "social_crm_app.permissions.mention_query",
}
has_permission = {
	"Mention": "social_crm_app.permissions.mention_allowed",
}

# The person's right to be forgotten, as far as Frappe's own request goes (it knows people by e-mail)
user_data_fields = [
	{
		"doctype": "Social Profile",
		"filter_by": "email",
		"redact_fields": ["display_name", "handle", "bio", "location", "website"],
		"partial": 1,
	}
]

require_type_annotated_api_methods = True
