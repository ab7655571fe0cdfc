"""Employee: own staff is kept out of every match, until they have left."""

from social_crm_app.overrides.staff import after_rename, on_trash, on_update

__all__ = ["after_rename", "on_trash", "on_update"]
