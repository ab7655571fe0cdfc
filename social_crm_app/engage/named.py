"""Whom a reply names: on a platform where a private reply reaches everybody named in it, that decides who reads it.

Pure matching of text. It would rather take a word for a handle than overlook one.
"""

import re

_LINK = re.compile(r"https?://\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w(?:[\w.-]*\w)?(?:@\w(?:[\w.-]*\w)?)?")


def others(text: str, author: str) -> list[str]:
	"""The handles in the text, each once and with its @, but that of the author ("jane@social.example"). A handle
	without a host is somebody of our own server, so it is not the author of another one."""
	found = _HANDLE.findall(_LINK.sub(" ", text))
	own = author.lstrip("@").casefold()
	return list(dict.fromkeys(handle for handle in found if handle[1:].casefold() != own))
