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
	"Social Profile": [
		"public/js/consent.js",
		"public/js/social_influence.js",
		"public/js/social_privacy.js",
	],
	"Social CRM Settings": "public/js/social_privacy.js",
	"Mention": "public/js/consent.js",
}

# The portal
standard_portal_menu_items = [
	# Frappe removes items that name no DocType
	{"title": "Social Profiles", "route": "/social-profiles", "reference_doctype": "Social Profile Claim"}
]
website_route_rules = [{"from_route": "/ideas/<name>", "to_route": "ideas"}]

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
	"Personal Data Download Request": {
		"after_insert": "social_crm_app.overrides.personal_data_request.on_download",
	},
	"Personal Data Deletion Request": {
		"on_update": "social_crm_app.overrides.personal_data_request.on_deletion",
	},
	"Social Profile": {"validate": "social_crm_app.privacy.consent.guard"},
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
	"User": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"on_update": "social_crm_app.overrides.user.on_update",
		"after_rename": "social_crm_app.overrides.user.after_rename",
		"on_trash": "social_crm_app.overrides.user.on_trash",
	},
	"Social Account": {
		"on_change": "social_crm_app.overrides.social_account.on_change",
		"after_delete": "social_crm_app.overrides.social_account.after_delete",
	},
	"Employee": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"on_update": "social_crm_app.overrides.employee.on_update",
		"after_rename": "social_crm_app.overrides.employee.after_rename",
		"on_trash": "social_crm_app.overrides.employee.on_trash",
	},
}

# Background work
scheduler_events = {
	"cron": {"* * * * *": ["social_crm_app.jobs.scheduler.dispatch"]},
	"hourly_long": ["social_crm_app.jobs.influence.resume", "social_crm_app.jobs.privacy.resume"],
	"daily": ["social_crm_app.jobs.claims.expire"],
	"daily_long": [
		"social_crm_app.jobs.influence.nightly",
		"social_crm_app.jobs.stakes.refresh_stakes",
		"social_crm_app.jobs.retention.run",
		"social_crm_app.jobs.ideas.recount",
	],
}
social_crm_restamp = ["social_crm_app.jobs.enqueue.enqueue_restamp"]
social_crm_suggested = ["social_crm_app.jobs.enqueue.enqueue_stakes"]
default_log_clearing_doctypes = {"Social Sync Log": 30}
ignore_links_on_delete = ["Social Sync Log", "Social Profile Claim"]

# Who may see what
permission_query_conditions = {
	"Mention": "social_crm_app.permissions.mention_query",
	"Mention Reply": "social_crm_app.permissions.reply_query",
	"Social Profile Match": "social_crm_app.permissions.match_query",
	"Social Profile Match Evidence": "social_crm_app.permissions.evidence_query",
}
has_permission = {
	"Mention": "social_crm_app.permissions.mention_allowed",
	"Mention Reply": "social_crm_app.permissions.reply_allowed",
	"Social Profile Match": "social_crm_app.permissions.match_allowed",
}

require_type_annotated_api_methods = True
