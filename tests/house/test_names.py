"""Names are the trade's own words, and calls read as sentences."""

import ast

NO_NOUNS = ("Manager", "Handler", "Helper", "Helpers", "Utils", "Util", "Base", "Mixin", "Wrapper")
NO_FILES = {"utils", "util", "helpers", "helper", "common", "misc", "base_classes"}
# These are called by a framework with arguments of its own.
FRAMEWORK = {"cli", "web"}
# ... and this one is overridden under the name that the framework gave it.
THEIRS = {"get_route_handler"}


def trees(package_files, top):
    """Return (path below the package, tree) of each file of the package."""
    package = top / "src" / "backrub"
    for path in package_files:
        yield path.relative_to(package), ast.parse(path.read_text(encoding="utf-8"))


def test_no_class_is_named_for_what_it_is_not(package_files, top):
    found = [
        f"{path}: {node.name}"
        for path, tree in trees(package_files, top)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(NO_NOUNS)
    ]
    assert not found, "\n".join(found)
    assert [path for path, _ in trees(package_files, top) if path.stem in NO_FILES] == []


def test_no_function_gets_what_it_could_name(package_files, top):
    found = [
        f"{path}: {node.name}"
        for path, tree in trees(package_files, top)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("get_") and node.name not in THEIRS
    ]
    assert not found, "\n".join(found)


def positional(node):
    """Return how many arguments a function takes by position, its own object aside."""
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_arguments_past_the_first_two_are_named_at_the_call(package_files, top):
    found = [
        f"{path}:{node.lineno}: {node.name}"
        for path, tree in trees(package_files, top)
        if path.parts[0] not in FRAMEWORK and "migrations" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.decorator_list
        and not node.name.startswith("_")
        and positional(node) > 2
    ]
    assert not found, "\n".join(found)


def test_no_module_holds_state_that_changes(package_files, top):
    # A bare [] or {} or set() at the top of a module is there to be filled later.
    found = []
    for path, tree in trees(package_files, top):
        for node in tree.body:
            value = getattr(node, "value", None) if isinstance(node, ast.Assign | ast.AnnAssign) else None
            empty = isinstance(value, ast.List | ast.Dict) and not (
                getattr(value, "elts", None) or getattr(value, "keys", None)
            )
            called = (
                isinstance(value, ast.Call)
                and getattr(value.func, "id", "") in {"list", "dict", "set"}
                and not value.args
            )
            final = isinstance(node, ast.AnnAssign) and "Final" in ast.unparse(node.annotation)
            if (empty or called) and not final:
                found.append(f"{path}:{node.lineno}")
    assert not found, "\n".join(found)
