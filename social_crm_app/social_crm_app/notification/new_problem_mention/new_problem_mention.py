"""The example Notification of the app, switched off: tells the team of a new problem."""


def get_context(context):
	"""The template needs nothing but the Mention itself."""
