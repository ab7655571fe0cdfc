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
	"Idea": "public/js/idea_followers.js",
	"Issue": "public/js/idea_evidence.js",
	"Warranty Claim": "public/js/idea_evidence.js",
	"Opportunity": "public/js/idea_evidence.js",
	"Sales Invoice": "public/js/idea_evidence.js",
	"Delivery Note": "public/js/idea_evidence.js",
}

# The portal
standard_portal_menu_items = [
	# Frappe removes items that name no DocType
	{"title": "Social Profiles", "route": "/social-profiles", "reference_doctype": "Social Profile Claim"},
	{"title": "Ideas", "route": "/ideas", "reference_doctype": "Idea"},
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
	"Opportunity": "social_crm_app.overrides.made_of_mention.opportunity_dashboard",
	"Issue": "social_crm_app.overrides.made_of_mention.issue_dashboard",
	"Warranty Claim": "social_crm_app.overrides.made_of_mention.warranty_claim_dashboard",
	"Task": "social_crm_app.overrides.made_of_mention.task_dashboard",
}

# Records that say who somebody is
doc_events = {
	"Personal Data Download Request": {
		"after_insert": "social_crm_app.overrides.personal_data_request.on_download",
	},
	"Personal Data Deletion Request": {
		"validate": "social_crm_app.overrides.personal_data_request.before_approval",
		"on_update": "social_crm_app.overrides.personal_data_request.on_deletion",
	},
	"Comment": {"validate": "social_crm_app.overrides.comment.validate"},
	"Social Profile": {"validate": "social_crm_app.privacy.consent.guard"},
	"Lead": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"before_rename": "social_crm_app.overrides.idea_people.before_rename",
		"on_update": "social_crm_app.overrides.lead.on_update",
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": [
			"social_crm_app.overrides.party.on_trash",
			"social_crm_app.overrides.made_of_mention.on_trash",
		],
	},
	"Customer": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"before_rename": "social_crm_app.overrides.idea_people.before_rename",
		"on_update": "social_crm_app.overrides.customer.on_update",
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
	"Contact": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"before_rename": "social_crm_app.overrides.idea_people.before_rename",
		"on_update": "social_crm_app.overrides.contact.on_update",
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
	# Parties that a person chooses by hand; they have no keys by which they are found
	"Prospect": {
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
	"Supplier": {
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
	"Sales Partner": {
		"after_rename": "social_crm_app.overrides.party.after_rename",
		"on_trash": "social_crm_app.overrides.party.on_trash",
	},
	# What mentions became
	"Opportunity": {
		"on_update": "social_crm_app.overrides.ledger.moved",
		"on_trash": [
			"social_crm_app.overrides.made_of_mention.on_trash",
			"social_crm_app.overrides.ledger.moved",
		],
	},
	"Task": {
		"on_change": "social_crm_app.overrides.work.on_change",
		"on_trash": "social_crm_app.overrides.made_of_mention.on_trash",
	},
	"Project": {"on_change": "social_crm_app.overrides.work.on_change"},
	"Idea": {"on_trash": "social_crm_app.overrides.made_of_mention.on_trash"},
	# What the ledger says of a party
	"Sales Order": {
		"on_submit": "social_crm_app.overrides.ledger.moved",
		"on_cancel": "social_crm_app.overrides.ledger.moved",
		"on_update_after_submit": "social_crm_app.overrides.ledger.moved",
	},
	"Quotation": {
		"on_submit": "social_crm_app.overrides.ledger.moved",
		"on_cancel": "social_crm_app.overrides.ledger.moved",
		"on_update_after_submit": "social_crm_app.overrides.ledger.moved",
	},
	"User": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"before_rename": "social_crm_app.overrides.idea_people.before_rename",
		"on_update": "social_crm_app.overrides.user.on_update",
		"after_rename": "social_crm_app.overrides.user.after_rename",
		"on_trash": "social_crm_app.overrides.user.on_trash",
	},
	"Social Account": {
		"on_change": "social_crm_app.overrides.social_account.on_change",
		"after_delete": "social_crm_app.overrides.social_account.after_delete",
	},
	"Delivery Note": {
		"on_submit": "social_crm_app.overrides.loop.on_submit",
		"on_cancel": "social_crm_app.overrides.loop.on_cancel",
		"on_trash": "social_crm_app.overrides.loop.on_trash",
	},
	"Sales Invoice": {
		"on_submit": ["social_crm_app.overrides.ledger.moved", "social_crm_app.overrides.loop.on_submit"],
		"on_cancel": ["social_crm_app.overrides.ledger.moved", "social_crm_app.overrides.loop.on_cancel"],
		"on_trash": "social_crm_app.overrides.loop.on_trash",
	},
	"Issue": {
		"on_change": "social_crm_app.overrides.loop.on_change",
		"on_trash": [
			"social_crm_app.overrides.loop.on_trash",
			"social_crm_app.overrides.made_of_mention.on_trash",
		],
	},
	"Warranty Claim": {
		"on_change": "social_crm_app.overrides.loop.on_change",
		"on_trash": [
			"social_crm_app.overrides.loop.on_trash",
			"social_crm_app.overrides.made_of_mention.on_trash",
		],
	},
	"Employee": {
		"validate": "social_crm_app.overrides.party.check_handles",
		"on_update": "social_crm_app.overrides.employee.on_update",
		"after_rename": "social_crm_app.overrides.employee.after_rename",
		"on_trash": "social_crm_app.overrides.employee.on_trash",
	},
}

# What somebody has said on the portal, for Frappe's own requests about personal data
user_data_fields = [
	{"doctype": "Idea Comment", "filter_by": "author", "redact_fields": ["author_name", "text"]},
]

# Background work
scheduler_events = {
	"cron": {"* * * * *": ["social_crm_app.jobs.scheduler.dispatch"]},
	"hourly_long": ["social_crm_app.jobs.influence.resume", "social_crm_app.jobs.privacy.resume"],
	"daily": ["social_crm_app.jobs.claims.expire"],
	"daily_long": [
		"social_crm_app.jobs.influence.nightly",
		"social_crm_app.jobs.stakes.refresh_stakes",
		"social_crm_app.jobs.relationships.refresh_all",
		"social_crm_app.jobs.retention.run",
		"social_crm_app.jobs.ideas.recount",
	],
}
social_crm_restamp = ["social_crm_app.jobs.enqueue.enqueue_restamp"]
social_crm_relinked = ["social_crm_app.jobs.service_levels.on_relinked"]
social_crm_suggested = ["social_crm_app.jobs.enqueue.enqueue_stakes"]
social_crm_new_mentions = ["social_crm_app.jobs.rules.on_new_mentions"]
default_log_clearing_doctypes = {"Social Sync Log": 30, "Mention Rule Log": 30}
ignore_links_on_delete = [
	"Social Sync Log",
	"Social Profile Claim",
	"Idea Follower",
	"Mention Rule Log",
	"Personal Data Deletion Request",
]

# Who may see what
permission_query_conditions = {
	"Idea Follower": "social_crm_app.permissions.party_query",
	"Idea Vote": "social_crm_app.permissions.party_query",
	"Identity Key": "social_crm_app.permissions.party_query",
	"Social Profile": "social_crm_app.permissions.party_query",
	"Social Profile Claim": "social_crm_app.permissions.party_query",
	"Mention": "social_crm_app.permissions.mention_query",
	"Mention Reply": "social_crm_app.permissions.reply_query",
	"Social Profile Match": "social_crm_app.permissions.match_query",
	"Social Profile Match Evidence": "social_crm_app.permissions.evidence_query",
}
has_permission = {
	"Idea": "social_crm_app.permissions.party_allowed",
	"Idea Follower": "social_crm_app.permissions.party_allowed",
	"Idea Vote": "social_crm_app.permissions.party_allowed",
	"Identity Key": "social_crm_app.permissions.party_allowed",
	"Listening Query": "social_crm_app.permissions.party_allowed",
	"Social Account": "social_crm_app.permissions.party_allowed",
	"Social Profile": "social_crm_app.permissions.party_allowed",
	"Social Profile Claim": "social_crm_app.permissions.party_allowed",
	"Social Sync Log": "social_crm_app.permissions.party_allowed",
	"Mention": "social_crm_app.permissions.mention_allowed",
	"Mention Reply": "social_crm_app.permissions.reply_allowed",
	"Social Profile Match": "social_crm_app.permissions.match_allowed",
}

require_type_annotated_api_methods = True
