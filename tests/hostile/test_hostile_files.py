"""Files made to hurt are refused with a place and a mend: quickly, and without a crash."""

import subprocess
import sys

import pytest

from scoring.document import read_document
from scoring.rubric import RubricSet
from simulator.scenario.reader import read_scenario

BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((98 + n, 98 + n) + (97 + n,) * 9) for n in range(9)
)
HOSTILE = {
    "alias bomb": (BOMB, "E106", 1),
    "nested brackets": (b"a: " + b"[" * 200_000, "E109", 1),
    "nested flow maps": (b"a: " + b"{b: " * 50_000, "E109", 1),
    "nested blocks": (b"".join(b" " * n + b"a:\n" for n in range(300)), "E109", 65),
    "merge key": (b"format: 1\n<<: {a: 1}\n", "E112", 2),
    "merge chain": (b"a: &a {x: 1}\nb: &b\n  <<: *a\n", "E106", 1),
    "duplicate key": (b"format: 1\ntitle: a\ntitle: b\n", "E111", 3),
    "ten megabytes": (b"a: b\n" * 2_000_000, "E102", 1),
    "NUL byte": (b"format: 1\ntitle: a\x00b\n", "E104", 2),
    "invalid UTF-8": (b"format: 1\ntitle: \xff\xfe\n", "E103", 2),
    "UTF-16": ("format: 1\n".encode("utf-16"), "E103", 1),
    "escape character": (b"format: 1\ntitle: \x1b]52;c;aGk=\x07\n", "E104", 2),
    "escaped escape": (b'format: 1\ntitle: "\\e[31m"\n', "E104", 2),
    "C1 control": ("format: 1\ntitle: a\x9b31m\n".encode(), "E104", 2),
    "bidi override": ("format: 1\ntitle: a\u202eb\n".encode(), "E104", 2),
    "tag": (b"format: 1\ntitle: !!python/object:os.system x\n", "E107", 2),
    "second document": (b"format: 1\n---\nformat: 1\n", "E108", 2),
    "many parts": (b"a: [" + b"x," * 250_000 + b"]", "E110", 1),
    "complex key": (b"format: 1\n? [a, b]\n: c\n", "E113", 2),
    "only a scalar": (b"hello\n", "E114", 1),
    "empty": (b"", "E114", 1),
    "tab indentation": (b"format: 1\nsetting:\n\tforce: urban\n", "E105", 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_line(tmp_path, name):
    raw, code, line = HOSTILE[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(raw)
    reading = read_scenario(path, RubricSet.shipped())
    assert reading.story is None
    problem = next(problem for problem in reading.problems if problem.code == code)
    assert (problem.file, problem.line) == (str(path), line)
    assert problem.mend
    assert "\x1b" not in problem.source
    assert "\x00" not in problem.source


def test_a_five_thousand_digit_number_is_refused_as_a_number(tmp_path):
    path = tmp_path / "digits.yaml"
    path.write_text("format: 1\nminutes: " + "9" * 5_000 + "\n")
    problems = read_scenario(path, RubricSet.shipped()).problems
    assert (2, "E206") in [(problem.line, problem.code) for problem in problems]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_less_than_a_hundred_megabytes(tmp_path, name):
    raw, _, _ = HOSTILE[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(raw)
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from scoring.rubric import RubricSet\n"
        "from simulator.scenario.reader import read_scenario\n"
        "RubricSet.shipped()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "read_scenario(Path(sys.argv[1]), RubricSet.shipped())\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100


@pytest.mark.parametrize("path", [".", "missing.yaml", "/dev/null/x.yaml"])
def test_what_is_no_file_gets_a_sentence(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (problem,) = read_document(tmp_path / path).problems
    assert problem.code == "E101"
