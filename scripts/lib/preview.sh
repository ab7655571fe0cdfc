# shellcheck shell=bash
# The preview: the same engine without ERPNext, from PyPI alone. Its virtual environment lies in the cache, what
# it reads and the page it writes lie in the data folder of the person who runs it.

# preview_run ARGUMENTS...: everything is passed on to python -m social_crm_app.preview; its exit status is ours.
preview_run() {
	local venv data
	venv=$(cache_dir)/venv-preview-$(_preview_key)
	data=${XDG_DATA_HOME:-$HOME/.local/share}/social_crm_app/preview
	[ -e "$venv/complete" ] || _preview_install "$venv"
	mkdir -p "$data"
	"$venv/bin/python" -m social_crm_app.preview --db "$data/preview.sqlite3" --html "$data/index.html" "$@"
}

# A name that changes with the dependencies, the interpreter and the clone.
_preview_key() {
	{
		cat "$SOCIAL_CRM_ROOT/pyproject.toml"
		"$(find_python)" -VV
		printf '%s\n' "$SOCIAL_CRM_ROOT"
	} | short_hash
}

_preview_install() {
	local failed=0
	LOG=$(cache_dir)/preview-venv.log
	: >"$LOG"
	# In a shell of its own: when it fails there is more to say than run_logged knows.
	(run_logged "Making the virtual environment of the preview" _preview_venv "$1") || failed=1
	[ "$failed" -eq 0 ] || _preview_explain
}

# The steps are joined, because a caller that looks at the status switches "set -e" off.
_preview_venv() {
	rm -rf -- "$1" &&
		"$(find_python)" -m venv "$1" &&
		"$1/bin/python" -m pip install --disable-pip-version-check --retries 2 --timeout 15 \
			--editable "${SOCIAL_CRM_ROOT}[preview]" &&
		touch "$1/complete"
}

# Says what kept the environment from being made, as far as the log tells.
_preview_explain() {
	if grep -qiE 'ensurepip|No module named venv' "$LOG"; then
		die "This Python cannot make virtual environments." "On Debian and Ubuntu: apt-get install python3-venv"
	fi
	if grep -qiE 'connection|resol(ve|ution)|timed out|proxy|SSL|No matching distribution' "$LOG"; then
		die "pip cannot reach the package index ($(_preview_index))." \
			"Behind a proxy: export HTTPS_PROXY=http://proxy.example:3128" \
			"With a mirror of your own: export PIP_INDEX_URL=https://mirror.example/simple" \
			"Then run the same command again; $LOG has the details."
	fi
	die "The preview's packages could not be installed." "$LOG has the details."
}

_preview_index() { printf '%s' "${PIP_INDEX_URL:-https://pypi.org/simple}" | sed 's#//[^/@]*@#//#'; }
