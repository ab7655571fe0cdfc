"""The talk around a post, as its platform tells it now. Part of the contract in `base`."""

from typing import TYPE_CHECKING

from social_crm_app.exceptions import NotPermitted

if TYPE_CHECKING:
	from social_crm_app.connectors.base import AccountConfig, Held, Post

# What `source` says of a post that nobody asked for but as part of a conversation.
CONVERSATION = "conversation"
MOST = 100  # posts of one conversation


class Conversations:
	"""What a connector promises that says `can_show_thread`. As it stands here no thread can be asked for."""

	label: str

	def conversation(self, account: "AccountConfig", post: "Held", limit: int = MOST) -> "tuple[Post, ...]":
		"""The other posts of the thread in which `post` stands, each once, at most `limit`: what it answers up to the
		first post, what answers it, then what else was said there. What the platform calls deleted or hidden from the
		account, and whoever blocks it, are not among them. Raises ConnectorError, Gone if there is no such post."""
		raise NotPermitted(f"{self.label} cannot be asked for conversations")
