"""`make refresh`: notebooks are run, normalised and stored with the record of their run."""

import nbformat
import pytest

from book_ext import refresh, verified


@pytest.fixture
def notebook(tmp_path):
    """Writes a notebook of some code cells."""

    def write(*sources):
        cells = [
            nbformat.v4.new_code_cell(source, id=f"kept-{n}") for n, source in enumerate(sources)
        ]
        path = tmp_path / "some.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return path

    return write


def test_outputs_and_record_are_stored(notebook, tmp_path, capsys):
    path = notebook("import os; os.environ['TQDM_DISABLE']", "open('here', 'w').close()")
    assert refresh.main([str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path} ... ")
    stored = nbformat.read(path, as_version=4)
    assert [cell.id for cell in stored.cells] == ["kept-0", "kept-1"]
    assert [cell.execution_count for cell in stored.cells] == [1, 2]
    assert [cell.metadata for cell in stored.cells] == [{}, {}]
    assert stored.cells[0].outputs[0].data["text/plain"] == "'1'"
    assert "version" not in stored.metadata.language_info
    record = verified.read(stored)
    assert record["device"] == "cpu"
    assert set(record["versions"]) == {"python", *verified.PACKAGES}
    assert {p.name for p in tmp_path.iterdir()} == {"some.ipynb", "here"}


def test_a_notebook_that_fails_stays_as_it_was(notebook, tmp_path, capsys):
    path = notebook("1", "1 / 0")
    before = path.read_bytes()
    assert refresh.main([str(path)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
