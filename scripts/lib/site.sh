# shellcheck shell=bash
# Sites of an instance. Creating ERPNext takes minutes, so it is done once per version of Frappe and
# ERPNext and kept as a template: a database folder and a site folder, at rest. Every site is a copy.

TEMPLATE_SITE=template.localhost

# Path of the template for the bench as it is now: another version or another year, another template.
template_path() {
	local app
	printf '%s/templates/%s' "$CRM_HOME" "$({
		cat "$SOCIAL_CRM_LIB"/{site.sh,database.sh,setup_site.py}
		"$MARIADBD" --version
		date +%Y # the wizard opens this year's books
		for app in frappe erpnext; do
			cat "$BENCH_DIR/apps/$app/$app/__init__.py"
			git -C "$BENCH_DIR/apps/$app" rev-parse HEAD 2>/dev/null || true
		done
	} | short_hash)"
}

# template_make: builds the template unless it is there. Runs in a subshell, as an instance of its own.
template_make() (
	template=$(template_path)
	[ ! -e "$template/complete" ] || exit 0
	exec 7>"$CRM_HOME/template.lock"
	flock 7
	[ ! -e "$template/complete" ] || exit 0
	say "  The bench has no ERPNext template for these versions yet; this is done once."
	DURABLE=no
	SITE=$TEMPLATE_SITE
	rm -rf -- "$CRM_HOME/template-build"
	[ ! -d "$CRM_HOME/templates" ] || find "$CRM_HOME/templates" -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf -- {} +
	instance_open template-build
	trap 'instance_stop' EXIT
	instance_link_without_app
	ports_choose $((20000 + RANDOM % 5000)) MARIADB REDIS_CACHE REDIS_QUEUE
	bench_config_write
	run_logged "Making an empty database server" database_create
	database_start
	redis_start
	run_logged "Creating a Frappe site (about 1 minute)" _template_new_site
	run_logged "Installing ERPNext (about 2 minutes)" frappe_do --site "$SITE" install-app erpnext
	run_logged "Completing ERPNext's setup wizard (about 1 minute)" site_do "$SOCIAL_CRM_LIB/setup_site.py"
	instance_stop
	trap - EXIT
	_template_keep "$template"
)

# Host and port of the database stay out of the site's own settings: the instance's settings name them.
_template_new_site() {
	frappe_do new-site "$SITE" --db-root-username root --db-root-password "$DB_ROOT_PASSWORD" \
		--admin-password "$(_random_word)"
}

_template_keep() {
	local template=$1
	mkdir -p "$(dirname "$template")"
	rm -rf -- "$INSTANCE/sites/$SITE/logs"
	mv "$INSTANCE/mariadb" "$INSTANCE/template-database"
	mkdir -p "$template"
	mv "$INSTANCE/template-database" "$template/mariadb"
	mv "$INSTANCE/sites/$SITE" "$template/site"
	cp "$INSTANCE/state.env" "$template/state.env"
	touch "$template/complete"
	rm -rf -- "$INSTANCE"
}

# site_restore: a fresh copy of the template becomes SITE; whatever SITE held before is gone.
site_restore() {
	local template
	template=$(template_path)
	instance_stop
	rm -rf -- "$INSTANCE/mariadb" "${INSTANCE:?}/sites/$SITE"
	cp -a --reflink=auto "$template/mariadb" "$INSTANCE/mariadb"
	cp -a "$template/site" "$INSTANCE/sites/$SITE"
	mkdir -p "$INSTANCE/sites/$SITE/logs"
	state_set DB_ROOT_PASSWORD "$(. "$template/state.env" && printf '%s' "$DB_ROOT_PASSWORD")"
}

# site_config KEY NUMBER: one setting of SITE.
site_config() { frappe_do --site "$SITE" set-config --parse "$1" "$2"; }

# app_install: the app, from the clone, onto SITE; with what a demo or a test needs on loopback.
app_install() {
	site_config social_crm_allow_loopback 1
	frappe_do --site "$SITE" install-app social_crm_app
}

# A stamp of the app's files, to notice a changed clone. Times do not count, contents do.
code_stamp() {
	(cd "$SOCIAL_CRM_ROOT" && find social_crm_app -type f ! -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum) | short_hash
}
