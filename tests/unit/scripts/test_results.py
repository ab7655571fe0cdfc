"""The last lines of scripts/test: right numbers, loud gaps, an exit status one can rely on."""

import pytest
import results


def report(folder, name, passed=0, failed=0, errors=0, skipped=()):
	cases = ['<testcase time="0.5"/>'] * passed
	cases += ['<testcase time="0.5"><failure message="no"/></testcase>'] * failed
	cases += ['<testcase time="0.5"><error message="no"/></testcase>'] * errors
	cases += [f'<testcase time="0"><skipped message="{reason}"/></testcase>' for reason in skipped]
	(folder / f"{name}.xml").write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")


def test_numbers_of_all_suites_are_added(tmp_path, capsys):
	report(tmp_path, "unit", passed=3, skipped=["no such server"])
	report(tmp_path, "site", passed=2)
	assert results.main(str(tmp_path)) == 0
	shown = capsys.readouterr().out
	assert "5 passed, 0 failed, 1 skipped: OK" in shown
	assert "SKIPPED in tests/unit: 1 x no such server" in shown


@pytest.mark.parametrize("trouble", [{"failed": 1}, {"errors": 1}])
def test_one_failure_fails_the_whole(tmp_path, capsys, trouble):
	report(tmp_path, "unit", passed=3)
	report(tmp_path, "site", passed=1, **trouble)
	assert results.main(str(tmp_path)) == 1
	assert "4 passed, 1 failed, 0 skipped: FAILED" in capsys.readouterr().out


def test_a_suite_that_broke_down_fails_the_whole(tmp_path, capsys):
	report(tmp_path, "unit", passed=3)
	(tmp_path / "site.failed").write_text("the site could not be prepared\n")
	assert results.main(str(tmp_path)) == 1
	assert "FAILED: the site could not be prepared" in capsys.readouterr().out


def test_what_could_not_run_is_said_last_and_in_a_frame(tmp_path, capsys):
	report(tmp_path, "unit", passed=3)
	for name in ("site", "browser"):
		(tmp_path / f"{name}.not-run").write_text("there is no bench")
	assert results.main(str(tmp_path)) == 0
	lines = capsys.readouterr().out.rstrip().splitlines()
	assert lines[-3:] == [
		"#" * 100,
		f"# {'NOT RUN: tests/browser, tests/site: there is no bench':<96} #",
		"#" * 100,
	]


def test_no_test_at_all_is_a_failure(tmp_path, capsys):
	report(tmp_path, "unit")
	assert results.main(str(tmp_path)) == 1
	assert "NOT A SINGLE TEST RAN" in capsys.readouterr().out


def test_only_skipped_tests_are_a_failure(tmp_path, capsys):
	report(tmp_path, "unit", skipped=["why not"])
	assert results.main(str(tmp_path)) == 1


def test_an_empty_folder_is_a_failure(tmp_path, capsys):
	assert results.main(str(tmp_path)) == 1


def test_long_reasons_stay_inside_the_frame():
	framed = results.framed(["word " * 80, "one\n  - two"])
	assert {len(line) for line in framed.splitlines()} == {100}
