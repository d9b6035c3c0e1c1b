"""What a submission can see and do in its sandbox, asked of a submission that tries."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import small_homework

from grading import cgroup, sandbox, trial
from grading.channel import Channel, NoAnswer, Raised, Unanswered
from grading.grade import grade
from grading.sandbox import BUBBLEWRAP, EVERYTHING, NONE, USER
from grading.session import MEMORY, Session, job, sweep
from grading.submission import read

PROJECT = Path(__file__).parents[1]
LEVEL = sandbox.best((Path(__file__),))
isolated = pytest.mark.skipif(LEVEL.name != "bubblewrap", reason="needs bubblewrap")


@pytest.fixture
def ask(tmp_path):
    """What a submission whose answers are `double(x)` returns for x."""
    homework = small_homework.load(tmp_path)

    def asked(source, *arguments, level=LEVEL, seconds=20.0):
        session = Session(homework, [{"source": source, "question": "double"}], level)
        try:
            with session.question(0) as which:
                return Channel(session.channels[which], seconds).answer()(*arguments)
        finally:
            session.close()

    return asked


@isolated
def test_checks_solutions_and_the_repository_are_not_there(ask, tmp_path):
    source = "import os, sys\ndef double(x): return [os.path.exists(p) for p in x]"
    secrets = [tmp_path, tmp_path / "small", PROJECT, Path(__file__), Path("/etc/passwd")]
    there = [sandbox.WITHIN, f"{sandbox.WITHIN}/worker", "/usr", "/tmp"]
    assert ask(source, list(map(str, secrets))) == [False] * len(secrets)
    assert ask(source, there) == [True] * len(there)


@isolated
def test_the_grader_is_not_there(ask):
    source = "def double(x):\n    import importlib\n    importlib.import_module(x)\n    return x"
    for name in ("grading", "grading.check", "small_homework"):
        with pytest.raises(Raised, match="ModuleNotFoundError"):
            ask(source, name)


@isolated
def test_nothing_of_the_system_can_be_written(ask):
    source = """
import os
def double(places):
    written = []
    for place in places:
        try:
            with open(os.path.join(place, "hostile-was-here"), "w"):
                written.append(place)
        except OSError:
            pass
    return written
"""
    site = os.path.dirname(pytest.__file__)
    places = ["/", "/usr", "/usr/lib", sandbox.WITHIN, f"{sandbox.WITHIN}/worker", site, "/proc/1"]
    assert ask(source, [*places, "/tmp"]) == ["/tmp"]


@isolated
def test_the_network_is_not_there(ask):
    source = """
import socket
def double(port):
    try:
        socket.create_connection(("127.0.0.1", port), 2)
        return "connected"
    except OSError as error:
        return type(error).__name__
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert ask(source, port, level=NONE) == "connected"
        assert ask(source, port) != "connected"


@isolated
def test_it_has_users_and_processes_of_its_own(ask):
    source = """
import os
def double(x):
    others = [int(p) for p in os.listdir("/proc") if p.isdigit()]
    return os.getuid(), max(others) < 50, sorted(os.environ)
"""
    user, few, names = ask(source, 0)
    assert user == 65534 and few
    assert set(names) <= set(sandbox.environment("")) | {"PWD", "LC_CTYPE"}


def test_it_knows_nothing_of_our_environment(ask, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    source = "import os\ndef double(x): return sorted(os.environ)"
    for level in {LEVEL, NONE}:
        assert "SECRET_TOKEN" not in ask(source, 0, level=level)


def test_memory_is_limited(ask):
    source = "import numpy as np\ndef double(x): return len(bytearray(x))"
    assert ask(source, 2**20) == 2**20
    with pytest.raises(Raised, match="MemoryError"):
        ask(source, MEMORY)


def test_time_is_limited_and_only_its_own_counts(ask, tmp_path):
    start = time.monotonic()
    with pytest.raises(NoAnswer, match=r"no answer within 0\.5 s"):
        ask("def double(x):\n    while True: pass", 0, seconds=0.5)
    assert time.monotonic() - start < 30
    homework = small_homework.load(tmp_path / "other")
    session = Session(homework, [{"source": "def double(x): return x", "question": None}], LEVEL)
    with session.question(0) as which:
        channel = Channel(session.channels[which], 5.0)
        answer = channel.answer()
        for _ in range(2):
            time.sleep(0.2)
            assert answer(1) == 1
        assert channel.spent < 5.0
        channel.seconds = channel.spent  # all of it is used up
        with pytest.raises(NoAnswer, match="no answer within"):
            answer(1)
    session.close()


def test_errors_and_missing_answers_are_told_apart(ask):
    with pytest.raises(Raised, match=r"ZeroDivisionError: division by zero \(line 2 of its cell\)"):
        ask("def double(x):\n    return x / 0", 1)
    with pytest.raises(Raised, match="SystemExit: 3"):
        ask("import sys\ndef double(x): sys.exit(3)", 1)
    with pytest.raises(Raised, match="is not plain data"):
        ask("def double(x): return object()", 1)
    with pytest.raises(Unanswered, match="not answered yet"):
        ask("def double(x): raise NotImplementedError", 1)
    with pytest.raises(Unanswered, match="not answered yet"):
        ask("double = None")
    with pytest.raises(Unanswered, match="there is no `double`"):
        ask("other = 1")
    with pytest.raises(Unanswered, match=r"NameError: name 'y' is not defined \(line 1"):
        ask("double = y")
    with pytest.raises(Unanswered, match="a cell cannot be read: SyntaxError, line 1"):
        ask("double = = 2")
    with pytest.raises(NoAnswer, match="its process ended before it answered"):
        ask("import os\ndef double(x): os._exit(0)", 1)


def test_a_question_that_breaks_the_session_costs_only_itself(tmp_path):
    homework = small_homework.load(tmp_path)
    kill = "import os, signal\ndef double(x): os.kill(os.getppid(), signal.SIGKILL)"
    path = trial.write(tmp_path / "a.ipynb", trial.notebook(homework, double=kill))
    result = grade(homework, read(path), seed=0, level=LEVEL)
    assert [question.score for question in result.questions] == [0, 0.5]


def test_jax_runs_in_every_question(tmp_path):
    pytest.importorskip("jax")
    checks = small_homework.CHECKS + 'PRELOAD = ("numpy", "jax", "jax.numpy")\nSECONDS = 60.0\n'
    homework = small_homework.load(tmp_path, checks=checks)
    double = (
        "import jax\nimport jax.numpy as jnp\n@jax.jit\ndef double(x): return 2 * jnp.asarray(x)"
    )
    choice = 'import jax\nchoice = "b" if jax.jit(lambda x: x + 1)(1) == 2 else "a"'
    notebook = trial.notebook(homework, double=double, choice=choice)
    path = trial.write(tmp_path / "a.ipynb", notebook)
    result = grade(homework, read(path), seed=0, level=LEVEL)
    assert result.score == homework.points


def test_slow_modules_are_imported_only_where_they_occur(tmp_path):
    homework = small_homework.load(tmp_path)._replace(preload=("numpy", "jax.numpy"))
    cells = [{"source": "import numpy", "question": None}]
    assert job(homework, cells, LEVEL)["preload"] == ["numpy"]
    assert job(homework, [{"source": "from jax import jit", "question": None}], LEVEL)[
        "preload"
    ] == ["jax.numpy"]


def test_a_session_that_cannot_start_says_so(tmp_path, monkeypatch):
    homework = small_homework.load(tmp_path)
    monkeypatch.setattr(sandbox, "command", lambda *_: ["/bin/false"])
    path = trial.write(tmp_path / "a.ipynb", trial.notebook(homework))
    result = grade(homework, read(path), seed=0, level=NONE)
    assert {c.message for q in result.questions for c in q.checks} == {
        "its process did not start (EOFError)"
    }


def test_levels_say_what_they_do_not_enforce(monkeypatch):
    assert BUBBLEWRAP.missing == [] and BUBBLEWRAP.isolated
    assert USER.isolated and set(USER.missing) == {EVERYTHING["network"], EVERYTHING["files"]}
    assert not NONE.isolated and len(NONE.missing) == len(EVERYTHING) - 2
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(cgroup, "usable", lambda: frozenset())
    assert sandbox.measured(BUBBLEWRAP).missing == [EVERYTHING["count"]]
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert sandbox.measured(BUBBLEWRAP).missing == []


def test_without_bubblewrap_and_root_there_is_no_isolation(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert sandbox.best.__wrapped__(()) == NONE


def test_a_secret_in_sight_is_covered_by_each_of_its_names(tmp_path, monkeypatch):
    (tmp_path / "real" / "homework").mkdir(parents=True)
    (tmp_path / "name").symlink_to(tmp_path / "real")
    places = [tmp_path / "name", tmp_path / "real"]
    monkeypatch.setattr(sandbox, "visible", lambda: places)
    for folder in (tmp_path / "name" / "homework", tmp_path / "real" / "homework"):
        words = sandbox.bubblewrap(None, (folder / "checks.py",))
        covered = [words[i + 1] for i, word in enumerate(words) if word == "--tmpfs"]
        assert {str(place / "homework") for place in places} <= set(covered)
    assert str(tmp_path) not in sandbox.bubblewrap(None, (tmp_path / "checks.py",))


@isolated
def test_a_secret_in_sight_cannot_be_read(tmp_path, monkeypatch):
    secret = tmp_path / "homework" / "checks.py"
    secret.parent.mkdir()
    secret.touch()
    monkeypatch.setattr(sandbox, "visible", lambda real=sandbox.visible: [*real(), tmp_path])
    assert sandbox.works(BUBBLEWRAP, (secret,))
    monkeypatch.setattr(
        sandbox, "bubblewrap", lambda stage, _, real=sandbox.bubblewrap: real(stage, ())
    )
    assert not sandbox.works(BUBBLEWRAP, (secret,))


@pytest.mark.skipif(os.name == "nt", reason="needs users")
def test_a_user_who_can_read_one_secret_is_not_isolated(tmp_path, monkeypatch):
    """The probe runs as ourselves here; as another user it is run in test_grading_gradescope.py."""
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(sandbox, "as_user", lambda number: {})
    readable, missing = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    readable.touch()
    assert sandbox.works(USER, (missing,))
    assert not sandbox.works(USER, (missing, readable))


@isolated
def test_python_may_be_started_through_a_folder_s_parent(monkeypatch):
    folder, name = os.path.split(sys.executable)
    roundabout = os.path.join(folder, "..", os.path.basename(folder), name)
    monkeypatch.setattr(sys, "executable", roundabout)
    assert ".." not in sandbox.python()
    assert sandbox.works(BUBBLEWRAP, (Path(__file__),))


@isolated
def test_a_submission_cannot_end_what_starts_its_questions(tmp_path):
    """Its parent is the first process of its namespace, which no signal from within ends."""
    homework = small_homework.load(tmp_path)
    kill = "import os, signal\nif os.path.isdir('/grader/worker'):\n"
    kill += "    for pid in (1, 2, os.getppid(), -1):\n        os.kill(pid, signal.SIGKILL)\n"
    cells = [(kill, []), ("def double(x): return 2 * x", []), ('choice = "b"', [])]
    path = trial.write(tmp_path / "a.ipynb", trial.of_cells(cells))
    assert grade(homework, read(path), seed=0, level=BUBBLEWRAP).score == homework.points


def test_what_a_killed_grader_left_is_removed(tmp_path):
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    ours, left, other = (
        tmp_path / name for name in (f"homework-{os.getpid()}-a", f"homework-{gone.pid}-b", "c")
    )
    for folder in (ours, left, other):
        folder.mkdir()
    sweep(tmp_path)
    assert ours.exists() and other.exists() and not left.exists()


def test_why_bubblewrap_does_not_work_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert sandbox.why_not(()) == "it is not installed"


def test_a_control_group_leaves_nothing_behind():
    group = cgroup.create(f"homework-{os.getpid()}-test", pids=16, memory=2**28, cpus=0.5)
    cgroup.remove(group)
    assert not any(folder.exists() for folder in group.folders)


def test_control_groups_of_both_versions_are_found(tmp_path):
    table = tmp_path / "cgroup"
    table.write_text("8:pids:/a\n4:memory,other:/b\n0::/c\n")
    assert (Path("/sys/fs/cgroup/pids/a"), 1) in cgroup.parents("pids", table)
    assert (Path("/sys/fs/cgroup/memory/b"), 1) in cgroup.parents("memory", table)
    assert cgroup.parents("pids", tmp_path / "none") == []


@pytest.mark.skipif("cpu" not in cgroup.usable(), reason="no control group can be made here")
def test_a_control_group_bounds_processor_time():
    """Two loops of half a second each, with half a processor, take two seconds."""
    group = cgroup.create(f"homework-{os.getpid()}-busy", pids=16, memory=2**28, cpus=0.5)
    loop = "import time\nwhile time.process_time() < 0.5: pass"
    command = f"{sys.executable} -c '{loop}' & {sys.executable} -c '{loop}'; wait"
    try:
        start = time.perf_counter()
        subprocess.run(cgroup.joining(group, ["/bin/sh", "-c", command]), check=True)
        assert time.perf_counter() - start > 1.5
    finally:
        cgroup.remove(group)
