"""Starting and stopping processes: exactly ours, dead or alive, and nobody else's."""

import os
import subprocess


def test_a_service_starts_once_and_stops(bash, instance):
	done = bash(
		instance
		+ """
		service_start nap sleep 60; first=$(service_pid nap)
		service_start nap sleep 60; second=$(service_pid nap)
		[ "$first" = "$second" ] && echo same
		service_stop nap
		service_runs nap || echo stopped
		[ ! -e "/proc/$first" ] && echo gone
		[ ! -e "$INSTANCE/run/nap.pid" ] && echo tidy
		"""
	)
	assert done.stdout.split() == ["same", "stopped", "gone", "tidy"], done.stderr


def test_a_killed_service_is_started_again(bash, instance):
	done = bash(
		instance
		+ """
		service_start nap sleep 60; first=$(service_pid nap)
		kill -9 "$first"; while service_runs nap; do sleep 0.05; done
		service_start nap sleep 60; second=$(service_pid nap)
		[ "$first" != "$second" ] && echo again
		service_stop nap
		"""
	)
	assert done.stdout.split() == ["again"], done.stderr


def test_a_stranger_with_a_remembered_number_is_left_alone(bash, instance):
	stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
	try:
		done = bash(
			instance
			+ f"""
			echo "{stranger.pid} 1" >"$INSTANCE/run/nap.pid"
			service_runs nap || echo "not ours"
			service_stop nap
			"""
		)
		assert done.stdout.strip() == "not ours", done.stderr
		assert stranger.poll() is None
	finally:
		stranger.kill()
		stranger.wait()


def test_children_that_outlive_a_killed_leader_are_ended(bash, instance):
	done = bash(
		instance
		+ """
		service_start pair bash -c 'sleep 61 & echo $! >child; wait'
		while [ ! -s child ]; do sleep 0.05; done
		kill -9 "$(service_pid pair)"; while service_runs pair; do sleep 0.05; done
		[ -e "/proc/$(cat child)" ] && echo orphan
		service_stop pair
		over() { grep -q Z "/proc/$(cat child)/stat" 2>/dev/null || [ ! -e "/proc/$(cat child)" ]; }
		for _try in $(seq 200); do over && break; sleep 0.05; done
		over && echo ended
		"""
	)
	assert done.stdout.split() == ["orphan", "ended"], done.stderr


def test_a_service_that_ignores_the_request_is_ended_all_the_same(bash, instance):
	done = bash(
		instance
		+ """
		service_start stubborn bash -c 'trap "" TERM; touch ready; while :; do sleep 0.1; done'
		while [ ! -e ready ]; do sleep 0.05; done
		service_stop stubborn 1
		service_runs stubborn || echo ended
		"""
	)
	assert done.stdout.split() == ["ended"], done.stderr


def test_a_service_that_never_answers_is_reported_with_its_log(bash, instance):
	done = bash(instance + "start_and_wait nap 1 false sleep 60 || echo late; service_stop nap")
	assert done.stdout.strip() == "late"
	assert "nap (see" in done.stderr and "nap.log) did not answer in time" in done.stderr


def test_an_answer_from_somebody_else_does_not_count(bash, instance):
	done = bash(instance + "start_and_wait brief 1 true true || echo late")
	assert done.stdout.strip() == "late", done.stderr


def test_every_service_is_listed_in_the_status(bash, instance):
	done = bash(instance + "service_start web sleep 60; instance_status; instance_stop; instance_status")
	lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
	before, after = dict(lines[:8]), dict(lines[8:])
	assert before.keys() == after.keys() == set(bash('echo "${SERVICES[@]}"').stdout.split())
	assert before["web"].startswith("runs") and after["web"] == "does not run"


def test_services_do_not_hold_the_lock_of_the_command(bash, instance):
	done = bash(
		instance
		+ """
		( only_one_at_a_time "$INSTANCE/lock" demo; service_start nap sleep 60 )
		wait_until 5 "the lock" flock -n "$INSTANCE/lock" true && echo free
		service_stop nap
		"""
	)
	assert done.stdout.split() == ["free"], done.stderr


def test_two_commands_at_once_are_refused(bash, instance):
	done = bash(
		instance
		+ """
		only_one_at_a_time "$INSTANCE/lock" scripts/demo
		( exec 9>&-; only_one_at_a_time "$INSTANCE/lock" scripts/demo ) || echo refused
		"""
	)
	assert done.stdout.split() == ["refused"]
	assert "scripts/demo is already running" in done.stderr


def test_ports_of_running_services_are_kept(bash, instance):
	listener = subprocess.Popen(
		["python3", "-c", "import socket,time; s=socket.create_server(('127.0.0.1',0)); print(s.getsockname()[1],flush=True); time.sleep(60)"],
		stdout=subprocess.PIPE,
		text=True,
		start_new_session=True,
	)  # fmt: skip
	port = int(listener.stdout.readline())
	program = (
		instance + f'PYTHON={os.sys.executable}; state_load "$INSTANCE/state.env"; state_set PORT_WEB {port};'
	)
	try:
		ours = bash(
			program
			+ f"""echo "{listener.pid} $(_started_at {listener.pid})" >$INSTANCE/run/web.pid; ports_choose 18100 WEB; echo $PORT_WEB"""
		)
		strangers = bash(program + "rm -f $INSTANCE/run/web.pid; ports_choose 18100 WEB; echo $PORT_WEB")
	finally:
		listener.kill()
		listener.wait()
	assert int(ours.stdout) == port, ours.stderr
	assert int(strangers.stdout) != port and int(strangers.stdout) >= 18100, strangers.stderr


def test_only_instances_of_ended_runs_are_removed(bash, tmp_path):
	for name in ("running", "kept", "killed"):
		(tmp_path / "home" / f"test-{name}" / "run").mkdir(parents=True)
	(tmp_path / "home" / "test-kept" / "kept").touch()
	done = bash(
		"""
		CRM_HOME=$PWD/home; left() { ls home | tr '\\n' ' '; echo; }
		echo "$$ $(_started_at $$)" >home/test-running/run/runner.pid
		echo "$$ 1" >home/test-killed/run/runner.pid
		FRAPPE_BENCH_ROOT=$CRM_HOME/test-killed setsid sleep 60 & stray=$!
		FRAPPE_BENCH_ROOT=$CRM_HOME/test-running setsid sleep 60 & busy=$!
		sleep 0.2
		remove_abandoned_instances; left
		_started_at $stray >/dev/null || echo stray ended
		_started_at $busy >/dev/null && echo busy goes on
		remove_abandoned_instances kept-too; left
		kill $busy
		"""
	)
	assert done.stdout.splitlines() == [
		"test-kept test-running ",
		"stray ended",
		"busy goes on",
		"test-running ",
	], done.stderr
