"""How long a reply is and may be, counted as its platform counts. Pure: no database, no network."""

from dataclasses import dataclass

from social_crm_app.connectors import counting
from social_crm_app.connectors.answering import ParentRef
from social_crm_app.connectors.base import Connector
from social_crm_app.connectors.counting import Limit


@dataclass(frozen=True, slots=True)
class Length:
	"""`used` of `limit` characters; `over_octets`: too long in bytes although the characters would do."""

	used: int
	limit: int
	over_octets: bool = False

	@property
	def is_over(self) -> bool:
		return self.used > self.limit or self.over_octets


def measure(connector: type[Connector] | Connector, parent: ParentRef, text: str, limit: Limit) -> Length:
	"""The length of what would be posted for `text`, with what the connector puts in front."""
	posted = connector.compose(parent, text)
	over = limit.octets is not None and counting.octets(posted) > limit.octets
	return Length(connector.count(posted), limit.characters, over)
