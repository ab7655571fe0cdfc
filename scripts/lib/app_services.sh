# shellcheck shell=bash
# The processes of a running site: web server, realtime, background worker, scheduler, and the demo's feeds.

LISTEN=${LISTEN:-127.0.0.1}

# _in_sites NAME SECONDS PROBE COMMAND...: a service that runs in the sites folder of this instance.
_in_sites() {
	local name=$1 seconds=$2 probe=$3
	shift 3
	start_and_wait "$name" "$seconds" "$probe" env -C "$INSTANCE/sites" \
		FRAPPE_BENCH_ROOT="$INSTANCE" SOCIAL_CRM_SITE="$SITE" "$@"
}

# DEV_SERVER makes the desk look for realtime on its own port, as `bench start` does.
web_start() {
	_in_sites web 90 _web_answers DEV_SERVER=1 PYTHONWARNINGS=ignore "$PYTHON" -m gunicorn \
		--bind "$LISTEN:$PORT_WEB" --workers 2 --threads 4 --timeout 120 \
		--pythonpath "$SOCIAL_CRM_LIB" wsgi:application
}

_web_answers() { curl --noproxy '*' -fsS -m 20 "http://127.0.0.1:$PORT_WEB/api/method/ping"; }

socketio_start() {
	local preload=()
	[ "$LISTEN" != 127.0.0.1 ] || preload=(--require "$SOCIAL_CRM_LIB/loopback_only.cjs")
	_in_sites socketio 30 _socketio_answers node "${preload[@]}" "$INSTANCE/apps/frappe/socketio.js"
}

_socketio_answers() { ! port_is_free "$PORT_SOCKETIO"; }

worker_start() {
	_in_sites worker 60 _worker_answers "$PYTHON" -m frappe.utils.bench_helper frappe worker --queue long,default,short
}

# The worker has written its name into Redis.
_worker_answers() { [ "$(redis-cli -p "$PORT_REDIS_QUEUE" scard rq:workers)" -gt 0 ]; }

scheduler_start() {
	_in_sites scheduler 10 true "$PYTHON" -m frappe.utils.bench_helper frappe schedule
}

# The demo's news feed and social server; EPOCH is the moment at which the demo's story began.
feeds_start() {
	start_and_wait feeds 20 _feeds_answer "$PYTHON" -m social_crm_app.preview.demo_server \
		--port "$PORT_FEEDS" --epoch "$EPOCH"
}

_feeds_answer() { curl --noproxy '*' -fsS -m 5 "http://127.0.0.1:$PORT_FEEDS/feed.xml"; }
