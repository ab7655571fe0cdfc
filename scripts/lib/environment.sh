# shellcheck shell=bash
# Python and browser files of an instance: a thin virtual environment over the bench's own, which adds
# only what the bench lacks, and the bench's built assets with ours beside them.

# env_use EXTRAS: makes or reuses the environment for this clone and these extras, and sets PYTHON.
env_use() {
	local extras=$1 key folder
	key=$({
		cat "$SOCIAL_CRM_ROOT/pyproject.toml" "$SOCIAL_CRM_LIB/environment.sh"
		printf '%s\n' "$SOCIAL_CRM_ROOT" "$extras"
		_bench_packages
	} | short_hash)
	folder=$CRM_HOME/envs/$key
	mkdir -p "$CRM_HOME/envs"
	[ -e "$folder/complete" ] || _env_make_once "$folder" "$extras"
	ln -sfn "$folder" "$INSTANCE/env"
	PYTHON=$INSTANCE/env/bin/python
}

# Two runs at once must not build the same folder.
_env_make_once() {
	exec 8>"$CRM_HOME/envs/lock"
	flock 8
	if [ ! -e "$1/complete" ]; then
		run_logged "Adding the Python packages that the bench lacks" _env_make "$1" "$2"
		_env_remove_old
	fi
	exec 8>&-
}

# Environments of earlier versions, unless an instance still uses them.
_env_remove_old() {
	local folder used
	used=$(readlink -f "$CRM_HOME"/*/env || true)
	while read -r folder; do
		grep -qxF "$folder" <<<"$used" || rm -rf -- "$folder"
	done < <(find "$(readlink -f "$CRM_HOME/envs")" -mindepth 1 -maxdepth 1 -type d -mtime +1)
}

_env_make() {
	local folder=$1 extras=$2
	rm -rf -- "$folder"
	"$BENCH_DIR/env/bin/python" -m venv "$folder"
	"$folder/bin/python" "$SOCIAL_CRM_LIB/overlay.py" "$("$BENCH_DIR/env/bin/python" "$SOCIAL_CRM_LIB/overlay.py")"
	_bench_packages >"$folder/constraints.txt"
	"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-warn-script-location \
		--constraint "$folder/constraints.txt" --editable "$SOCIAL_CRM_ROOT${extras:+[$extras]}"
	touch "$folder/complete"
}

# name==version of everything on the bench: pip may add to it but never replace any of it, except for the
# tools of the tests, which nothing but the tests uses.
_bench_packages() {
	"$BENCH_DIR/env/bin/python" - <<-'PY'
		import sys
		from importlib.metadata import distributions
		left_out = {"social_crm_app", "social-crm-app", "pytest", "hypothesis", "responses"}
		pins = {f"{d.name}=={d.version}" for d in distributions() if d.name and d.name.lower() not in left_out}
		print(f"# Python {sys.version}", *sorted(pins), sep="\n")
	PY
}

# assets_link: sites/assets with the bench's built files, and our own built into the instance.
assets_link() {
	local app
	rm -rf -- "$INSTANCE/sites/assets.new"
	mkdir -p "$INSTANCE/sites/assets.new"
	for app in frappe erpnext social_crm_app; do
		_assets_link_app "$app"
	done
	_assets_copy_index
	rm -rf -- "$INSTANCE/sites/assets"
	mv "$INSTANCE/sites/assets.new" "$INSTANCE/sites/assets"
}

# A real folder per app, so that building writes into it and not into the app's own source.
_assets_link_app() {
	local app=$1 entry target=$INSTANCE/sites/assets.new/$1
	local public=$INSTANCE/apps/$1/$1/public
	mkdir -p "$target"
	for entry in "$public"/*; do
		[ -e "$entry" ] || continue
		[ "$app/$(basename "$entry")" != social_crm_app/dist ] || continue
		ln -sn "$(realpath -s "$entry")" "$target/"
	done
	[ ! -d "$INSTANCE/apps/$app/node_modules" ] || ln -sfn "$INSTANCE/apps/$app/node_modules" "$target/node_modules"
}

_assets_copy_index() {
	local name
	for name in assets.json assets-rtl.json; do
		[ ! -f "$BENCH_DIR/sites/assets/$name" ] ||
			"$PYTHON" "$SOCIAL_CRM_LIB/assets_index.py" "$BENCH_DIR/sites/assets/$name" "$INSTANCE/sites/assets.new/$name"
	done
	[ ! -d "$BENCH_DIR/sites/assets/locale" ] || ln -sn "$BENCH_DIR/sites/assets/locale" "$INSTANCE/sites/assets.new/locale"
}

# assets_build: our bundles always; the bench's too, for this instance only, when it never built its own.
assets_build() {
	local apps=social_crm_app
	[ -d "$BENCH_DIR/apps/frappe/node_modules" ] || die "The bench has no JavaScript packages yet." \
		"In $BENCH_DIR run:  bench setup requirements --node"
	if [ ! -s "$BENCH_DIR/sites/assets/assets.json" ]; then
		apps=frappe,erpnext,social_crm_app
	elif ! _has_bundles; then
		return 0
	fi
	cd "$BENCH_DIR/apps/frappe"
	FRAPPE_BENCH_ROOT=$INSTANCE node esbuild --production --apps "$apps"
}

_has_bundles() { [ -n "$(find "$SOCIAL_CRM_ROOT/social_crm_app/public" -name '*.bundle.*' -print -quit)" ]; }
