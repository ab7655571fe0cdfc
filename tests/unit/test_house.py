"""The rules of the house that a machine can check, without a site."""

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "social_crm_app"
SOURCES = sorted(p for p in PACKAGE.rglob("*.py") if "doctype" not in p.relative_to(PACKAGE).parts[:1])
SCRIPTS = sorted((*(ROOT / "scripts").rglob("*.py"), *(ROOT / "tests" / "bench").glob("*.py")))
DOCTYPES = sorted((PACKAGE / "social_crm_app" / "doctype").glob("*/*.json"))


def name(path: Path) -> str:
	return str(path.relative_to(ROOT))


@pytest.mark.parametrize(
	("link", "target"),
	[
		("fixtures", "social_crm_app/fixtures"),
		("social_crm_app/doctype", "social_crm_app/social_crm_app/doctype"),
	],
)
def test_links_point_at_the_real_folders(link, target):
	assert (ROOT / link).is_symlink()
	assert (ROOT / link).resolve() == (ROOT / target).resolve()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_imports_through_the_second_name(path):
	assert "social_crm_app.doctype" not in path.read_text().replace(
		"social_crm_app.social_crm_app.doctype", ""
	)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_and_functions_stay_small(path):
	tree = ast.parse(path.read_text())
	assert len(path.read_text().splitlines()) <= 300
	for node in ast.walk(tree):
		if isinstance(node, ast.FunctionDef):
			assert node.end_lineno - node.lineno < 50, node.name


@pytest.mark.parametrize(
	"path", [p for p in SOURCES if p.parent.name == "api" and p.name != "__init__.py"], ids=name
)
def test_whitelisted_functions_are_typed_documented_and_say_their_method(path):
	for node in ast.parse(path.read_text()).body:
		if not isinstance(node, ast.FunctionDef) or not any(
			"whitelist" in ast.unparse(d) for d in node.decorator_list
		):
			continue
		assert all(a.annotation for a in node.args.args) and node.returns, node.name
		assert ast.get_docstring(node), node.name
		assert any("methods=" in ast.unparse(d) for d in node.decorator_list), node.name
		assert node.end_lineno - node.lineno <= 22, node.name


@pytest.mark.parametrize("path", [*SOURCES, *SCRIPTS], ids=name)
def test_dangerous_calls_say_why_on_the_line(path):
	for number, line in enumerate(path.read_text().splitlines(), 1):
		if re.search(r"db\.commit\(|ignore_permissions ?= ?True|db\.sql(_ddl)?\(|set_user\(", line):
			assert "#" in line, f"{name(path)}:{number}"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_only_one_place_enqueues(path):
	if path != PACKAGE / "jobs" / "enqueue.py":
		assert "frappe.enqueue(" not in path.read_text()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_desk_path_is_hard_coded(path):
	if path.name != "hooks.py":
		assert '"/app/' not in path.read_text() and "'/app/" not in path.read_text()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_every_room_and_file_says_what_it_is_for(path):
	text = path.read_text()
	if text.strip() and path.name not in ("hooks.py",) and "__version__" not in text:
		assert ast.get_docstring(ast.parse(text)), "no module docstring"


@pytest.mark.parametrize("path", DOCTYPES, ids=lambda p: p.stem)
def test_doctypes_have_an_order_and_rights(path):
	spec = json.loads(path.read_text())
	assert spec["sort_field"] and spec["sort_order"]
	assert spec["module"] == "Social CRM App"
	assert (path.parent / f"{path.stem}.py").exists()
	if not spec.get("istable"):
		assert {p["role"] for p in spec["permissions"]} >= {"System Manager", "Social CRM Manager"}


def test_secrets_are_password_fields():
	for path in DOCTYPES:
		for field in json.loads(path.read_text())["fields"]:
			if re.search(r"password|token|secret|session_state", field["fieldname"]):
				assert field["fieldtype"] == "Password", f"{path.stem}.{field['fieldname']}"
