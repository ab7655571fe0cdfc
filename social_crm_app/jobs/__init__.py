"""Background work: the scheduler's entry points and every frappe.enqueue call of the app.

Nothing here does the work itself; nothing outside this room enqueues.
"""
