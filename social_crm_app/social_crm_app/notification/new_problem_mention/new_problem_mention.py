"""The example Notification of the app, switched off: tells the team of a new problem.

Frappe finds the template beside this file; the Mention itself is all the template needs.
"""
