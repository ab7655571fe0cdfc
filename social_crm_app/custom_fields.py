"""The fields this app adds to other DocTypes, as data. No logic.

Each carries `module`, so that uninstalling finds every one of them.
"""

MODULE = "Social CRM App"


def _social_handles(insert_after: str) -> dict:
	return {
		"fieldname": "social_handles",
		"fieldtype": "Small Text",
		"label": "Social Handles",
		"insert_after": insert_after,
		"module": MODULE,
		"translatable": 0,
		"description": (
			"One per line: @jane@mastodon.example, jane.bsky.social, a profile URL, or hackernews: jane"
		),
	}


CUSTOM_FIELDS = {
	"Lead": [_social_handles("website")],
	"Customer": [_social_handles("website")],
	"Contact": [_social_handles("phone_nos")],
}
