"""main.py parses and joins; it holds nothing else."""

import ast
from pathlib import Path

_MOST_LINES, _MOST_STATEMENTS = 80, 12


def test_main_stays_small_and_free_of_devices_and_headquarters(root: Path) -> None:
    text = (root / "main.py").read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= _MOST_LINES
    for node in ast.walk(tree):
        assert not isinstance(node, ast.FunctionDef) or len(node.body) <= _MOST_STATEMENTS
        assert not isinstance(node, ast.ClassDef | ast.For | ast.While) or _thread_limits(node)
    imported = {name for node in ast.walk(tree) for name in _imports(node)}
    assert not {name for name in imported if name.startswith(("kiosk.devices", "kiosk.runtime", "hq"))}
    at_the_top = {name for node in tree.body for name in _imports(node)}
    assert not {name for name in at_the_top if name.startswith(("ui", "kiosk.assembly"))}


def _thread_limits(node: ast.AST) -> bool:
    """The one loop: it must stand before any heavy import."""
    return isinstance(node, ast.For) and "OMP_NUM_THREADS" in ast.dump(node)


def _imports(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Import(names):
            return tuple(alias.name for alias in names)
        case ast.ImportFrom(module=str(module)):
            return (module,)
        case _:
            return ()
