"""The command: notebooks are run, normalised and stored with the record of their run."""

import nbformat
import pytest

from nbclaims import __main__, record, refresh


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
    path = notebook("import os, numpy; os.environ['TQDM_DISABLE']", "open('here', 'w').close()")
    assert __main__.main(["refresh", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path} ... ")
    stored = nbformat.read(path, as_version=4)
    assert [cell.id for cell in stored.cells] == ["kept-0", "kept-1"]
    assert [cell.execution_count for cell in stored.cells] == [1, 2]
    assert [cell.metadata for cell in stored.cells] == [{}, {}]
    assert stored.cells[0].outputs[0].data["text/plain"] == "'1'"
    assert "version" not in stored.metadata.language_info
    found = record.read(stored)
    assert found["device"] == "cpu"
    assert set(found["versions"]) == {"python", "numpy"}
    assert {p.name for p in tmp_path.iterdir()} == {"some.ipynb", "here"}


def test_a_notebook_that_fails_stays_as_it_was(notebook, tmp_path, capsys):
    path = notebook("1", "1 / 0")
    before = path.read_bytes()
    assert __main__.main(["refresh", str(path)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


SETTINGS = """
[tool.nbclaims]
packages = ["nbformat", "pillow"]
device = "'an abacus'.upper()"
unset = ["SECRET"]
"""


def test_a_book_says_what_is_recorded(notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "1")
    path = notebook("import os\nos.environ.get('SECRET')")
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    found = refresh.run(path)
    assert found["device"] == "AN ABACUS"
    assert list(found["versions"]) == ["python", "nbformat", "pillow"]
    assert "outputs': []" in str(nbformat.read(path, as_version=4).cells[0])


def test_a_setting_that_there_is_not_is_refused(notebook, tmp_path):
    path = notebook("1")
    (tmp_path / "pyproject.toml").write_text("[tool.nbclaims]\npackage = []\n")
    with pytest.raises(ValueError, match=r"has \{'package'\}, may have device, packages, unset"):
        refresh.run(path)


def test_what_is_imported_is_known_by_its_distribution(notebook):
    path = notebook("%magic\nfrom PIL.Image import open", "import os, numpy as np", "not python !")
    assert refresh.imported(nbformat.read(path, as_version=4)) == ["numpy", "pillow"]


def test_normalising_leaves_out_what_means_nothing(notebook):
    path = notebook("1")
    before = path.read_text()
    noisy = nbformat.read(path, as_version=4)
    noisy.cells[0].metadata["execution"] = {"iopub.execute_input": "2026-11-29"}
    noisy.metadata["language_info"] = {"name": "python", "version": "3.11.9"}
    nbformat.write(noisy, path)
    assert __main__.main(["normalise", str(path)]) == 0
    clean = nbformat.read(path, as_version=4)
    assert clean.metadata == {"language_info": {"name": "python"}}
    assert clean.cells == nbformat.reads(before, as_version=4).cells


@pytest.mark.parametrize("words", [[], ["refresh"], ["refresh", "no.ipynb"], ["polish", "a.ipynb"]])
def test_what_is_asked_for_must_be_there(words):
    with pytest.raises(SystemExit):
        __main__.main(words)


FIGURE = """\
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.text(0.5, 0.5, ".61", visible={})
axes.set(xticks=[0], yticks=[], title="a title")
plt.show()"""


@pytest.mark.parametrize("visible", [True, False])
def test_a_figure_keeps_the_texts_that_are_drawn(notebook, visible):
    path = notebook(FIGURE.format(visible), "get_ipython().user_ns.get('store_texts', 'gone')")
    refresh.run(path)
    cells = nbformat.read(path, as_version=4).cells
    texts = cells[0].outputs[0].metadata["image/png"]["texts"]
    assert sorted(texts) == [".61"] * visible + ["0", "a title"]
    assert cells[1].outputs[0].data["text/plain"] == "'gone'"
