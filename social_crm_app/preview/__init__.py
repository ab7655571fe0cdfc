"""The main job without ERPNext: try it on your own data before you install anything.

`python -m social_crm_app.preview` reads feeds and accounts with the app's own connectors, judges and recognises
with the app's own rules, keeps everything in one SQLite file and shows it on the terminal and on one page.
Nothing here imports frappe, nothing of the app imports this, and nothing is ever sent to a platform.
"""
