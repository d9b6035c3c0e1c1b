"""A homework as its author wrote it: `source.ipynb` with solutions, and `checks.py`.

The source's cells are marked by tags:
  question:NAME points:N  the solution, between the marker lines; NAME is what it defines
  given                   code that every question may use, also where a student deleted it
  target                  its picture is handed out, as what to aim at
  instructor              left out of what students get
  written:NAME points:N   a text cell that students write in, marked by a person
  rubric:NAME             how that is marked; left out of what students get
  variant                 assigns numbers that each student has for himself

checks.py holds CHECKS, a list of `Check`; PRELOAD, the slow modules that a submission may need;
SECONDS, the time for one question; VARIANTS, what each student's numbers may be. A homework is a
folder with these two files, and a folder of homeworks holds some of them.
"""

import importlib.util
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from grading import variant
from grading.check import Check

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
SOLUTION = re.compile(rf"^([ \t]*){BEGIN}\n(.*?)^[ \t]*{END}(?:\n|$)", re.M | re.S)
HEADING = re.compile(r"^#{1,3} +(.+)$", re.M)


class Question(NamedTuple):
    """A question: what its answer is called, its points and checks, its cell before and after."""

    name: str
    title: str
    points: float
    stub: str
    solution: str
    checks: list[Check]


class Written(NamedTuple):
    """A question that is answered in words. stub: the text of its cell as it is handed out."""

    name: str
    title: str
    points: float
    stub: str
    rubric: str


class Homework(NamedTuple):
    """A homework. given: code that every question may use. cells: those of the source.

    folder: where it was read. preload: names of modules. seconds: for one question. student: whose
    numbers these are, where students have their own.
    """

    name: str
    title: str
    questions: list[Question]
    given: list[str]
    cells: list[dict]
    folder: Path
    preload: tuple[str, ...] = ("numpy",)
    seconds: float = 10.0
    written: tuple[Written, ...] = ()
    student: str = ""
    numbers: Mapping[str, object] = {}

    def of(self, student: str) -> "Homework":
        """This homework with the numbers of a student; itself where nobody has his own."""
        if not (student and self.numbers):
            return self
        return load(self.folder, student)._replace(seconds=self.seconds, written=self.written)

    @property
    def points(self) -> float:
        """The most that can be had."""
        return float(sum(question.points for question in (*self.questions, *self.written)))

    @property
    def patience(self) -> float:
        """Seconds for the notebook's cells, before a question is asked."""
        return 8 * self.seconds + 20

    @property
    def course(self) -> Path:
        """The folder of all homeworks."""
        return self.folder.parent

    @property
    def secrets(self) -> tuple[Path, ...]:
        """Files that a submission must not be able to read.

        All sources and checks, also where git keeps them, or a build put an instructor's notebook.
        """
        files = [*self.course.glob("*/source.ipynb"), *self.course.glob("*/checks.py")]
        for folder in (self.course, *self.course.parents):
            files.append(git(folder / ".git") / "HEAD")
            files += folder.glob("_build/homework/*/*")
        return tuple(file for file in sorted(files) if file.is_file())


def git(place: Path) -> Path:
    """Where git keeps the objects of a folder's `.git`, which may be a file that names another."""
    if not place.is_file():
        return place
    named = place.parent / place.read_text(encoding="utf-8").partition(":")[2].strip()
    common = named / "commondir"
    return named / common.read_text(encoding="utf-8").strip() if common.is_file() else named


def find(folder: Path) -> list[Path]:
    """The homeworks in a folder of homeworks, by name."""
    return sorted(path.parent for path in folder.glob("[!.]*/source.ipynb"))


def load(folder: Path, student: str = "") -> Homework:
    """The homework in a folder, with a student's numbers or those that are published.

    Raises ValueError where its author contradicts himself.
    """
    folder = folder.resolve()
    name, notebook = folder.name, json.loads((folder / "source.ipynb").read_text(encoding="utf-8"))
    cells = [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"]]
    title = HEADING.search(cells[0]["source"] if cells else "")
    if not title:
        raise ValueError(f"{name}: its first cell must begin with a title, `# …`")
    module = load_checks(folder / "checks.py")
    numbers = numbers_of(module, name, student)
    cells = [with_numbers(cell, numbers, student) for cell in cells]
    if numbers and not any("variant" in tags(cell) for cell in cells):
        raise ValueError(f"{name}: VARIANTS needs a cell tagged variant that assigns them")
    questions = [question(cells, number, module.CHECKS)
                 for number, cell in enumerate(cells) if tagged(cell, "question")]  # fmt: skip
    texts = tuple(written(cells, number) for number, cell in enumerate(cells)
                  if tagged(cell, "written"))  # fmt: skip
    known = {q.name for q in questions}
    if stray := [c.name for c in module.CHECKS if c.question not in known]:
        raise ValueError(f"{name}: checks of no question: {', '.join(stray)}")
    asked = [q.name for q in (*questions, *texts)]
    if len({c.name for c in module.CHECKS}) < len(module.CHECKS) or len({*asked}) < len(asked):
        raise ValueError(f"{name}: a name is given twice")
    if len({text.stub.strip() for text in texts}) < len(texts):
        raise ValueError(f"{name}: two text cells to write in are alike: say in each what is asked")
    options = {"preload": "PRELOAD", "seconds": "SECONDS"}
    chosen = {key: getattr(module, n) for key, n in options.items() if hasattr(module, n)}
    given = [cell["source"] for cell in cells if {"given", "variant"} & {*tags(cell)}]
    chosen |= {"written": texts, "student": student, "numbers": numbers}
    return Homework(name, title[1], questions, given, cells, folder, **chosen)


def load_checks(path: Path):
    """The module checks.py."""
    spec = importlib.util.spec_from_file_location(f"checks_of_{path.parent.name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not isinstance(getattr(module, "CHECKS", None), list):
        raise ValueError(f"{path}: it must define CHECKS, a list of Check(question, points, run)")
    return module


def numbers_of(module, name: str, student: str) -> dict:
    """The numbers that the checks use from now on: a student's own, or those of checks.py."""
    choices = getattr(module, "VARIANTS", {})
    if lost := [each for each in choices if not hasattr(module, each) or not choices[each]]:
        raise ValueError(f"{name}: checks.py must assign, and VARIANTS give choices: {lost}")
    if student:
        vars(module).update(variant.numbers(name, student, choices))
    return {each: getattr(module, each) for each in choices}


def with_numbers(cell: dict, numbers: dict, student: str) -> dict:
    """A cell, with a student's numbers where it is the one that assigns them."""
    if "variant" not in tags(cell):
        return cell
    return cell | {"source": variant.assigned(cell["source"], {"student": student} | numbers)}


def question(cells: list[dict], number: int, checks: list[Check]) -> Question:
    """The question whose solution a cell holds."""
    source = cells[number]["source"]
    name, points = tagged(cells[number], "question"), points_of(cells[number])
    if not number or cells[number - 1]["cell_type"] != "markdown":
        raise ValueError(f"{name}: the cell above it must be the text of the question")
    own = [check for check in checks if check.question == name]
    if (total := sum(check.points for check in own)) != points:
        raise ValueError(
            f"{name}: CHECKS gives it {total:g} points, and the tag of its cell, points:{points:g}"
        )
    for check in own:
        if check.needs and (check.public or check.needs not in {c.name for c in own}):
            raise ValueError(f"{name}: {check.name} may not need {check.needs}")
    if not SOLUTION.search(source):
        raise ValueError(f"{name}: no solution between '{BEGIN}' and '{END}'")
    title = heading(cells[:number], name)
    return Question(name, title, points, stub(source, name), solution(source), own)


def written(cells: list[dict], number: int) -> Written:
    """The question that a cell asks to be answered in words."""
    name, cell = tagged(cells[number], "written"), cells[number]
    if cell["cell_type"] != "markdown":
        raise ValueError(f"{name}: the cell tagged written:{name} must be one for text")
    rubric = "\n\n".join(c["source"] for c in cells if tagged(c, "rubric") == name)
    title = heading(cells[:number], name)
    return Written(name, f"{title}, in words", points_of(cell), cell["source"], rubric)


def heading(cells: list[dict], name: str) -> str:
    """The last heading in some cells, or the name."""
    text = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")
    return (HEADING.findall(text) or [name])[-1]


def private(cell: dict) -> bool:
    """Whether a cell of the source is left out of what students get."""
    return "instructor" in tags(cell) or tagged(cell, "rubric") is not None


def points_of(cell: dict) -> float:
    """What stands behind points: in a cell's tags."""
    text = tagged(cell, "points") or ""
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise ValueError(f"the cell tagged {', '.join(tags(cell))} needs a tag points:N, a number")
    return float(text)


def stub(source: str, name: str) -> str:
    """A solution's cell without the solution: it says that it is not answered, or is None."""

    def empty(match):
        blank = "raise NotImplementedError  # your answer" if match[1] else f"{name} = None"
        return f"{match[1]}{blank}{'' if match[1] else '  # your answer'}\n"

    return SOLUTION.sub(empty, source).rstrip("\n")


def solution(source: str) -> str:
    """A solution's cell without the markers."""
    return SOLUTION.sub(lambda match: match[2], source).rstrip("\n")


def tags(cell: dict) -> list[str]:
    """The tags of a trusted cell."""
    return cell["metadata"].get("tags", [])


def tagged(cell: dict, key: str) -> str | None:
    """What stands behind "key:" in a cell's tags."""
    return next((tag.partition(":")[2] for tag in tags(cell) if tag.startswith(f"{key}:")), None)
