"""User: a colleague with a login is own staff and kept out of every match. A customer's portal login is not."""

from social_crm_app.overrides.staff import after_rename, on_trash, on_update

__all__ = ["after_rename", "on_trash", "on_update"]
