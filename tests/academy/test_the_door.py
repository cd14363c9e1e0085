"""The academy's door: the names that type checkers see are those that Python finds."""

import ast
import inspect
import subprocess
import sys

from simulator import academy


def test_every_name_behind_the_door_is_there_and_no_other():
    tree = ast.parse(inspect.getsource(academy))
    declared = {
        (node.module.rsplit(".", 1)[-1], alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        for alias in node.names
    }
    assert declared == {(module, name) for module, names in academy._DOOR.items() for name in names}
    # In an interpreter of its own: here other tests have loaded modules already.
    script = "from simulator import academy; [getattr(academy, name) for name in academy._MODULES for _ in 'ab']"
    subprocess.run([sys.executable, "-c", script], check=True)
    for module, names in academy._DOOR.items():
        assert all(getattr(academy, name).__module__ == f"simulator.academy.{module}" for name in names)
