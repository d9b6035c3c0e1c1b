"""One code cell as a pytest item: run it, compare its outputs, say what differs."""

import pytest
from nbval.plugin import IPyNbCell, NbCellError

from verifier import form, outputs
from verifier.kernel import KernelDied, NetworkUsed
from verifier.rules import rule

REMEDY = "If what it gives now is right: `make refresh`, look at what changed, commit it."


class Failure(Exception):
    """What is wrong with a cell or a notebook, ready to be read."""


class VerifiedCell(IPyNbCell):
    """nbval runs the cell; what it calls a difference is decided here.

    nbval's items become instances of this class after they are made (`plugin`).
    """

    def runtest(self):
        self.options.update(check=True, skip=False, check_exception=False)
        if self.parent.timed_out:
            pytest.skip("an earlier cell ended the run of this notebook")
        try:
            super().runtest()
        except (KernelDied, NbCellError) as error:
            detail = str(getattr(error, "inner_traceback", None) or "")
            self._refuse_network()
            self.parent.timed_out = self.parent.timed_out or isinstance(error, KernelDied)
            raise Failure(f"{error}\n{detail}".strip()) from error
        self._refuse_network()
        if self.parent.timed_out:  # and the cell caught the interrupt
            raise Failure(f"the cell exceeded {self.config.option.nbval_cell_timeout:g} seconds")

    def setup(self):
        """Nothing to prepare; nbval would expect failures here."""

    def _refuse_network(self):
        """Fail when the cell, or a process that it started, tried to reach the network."""
        if attempts := self.parent.kernel.network_attempts():
            raise Failure(str(NetworkUsed(attempts)))

    def compare_outputs(self, test, ref, skip_compare=None) -> bool:
        """Compare the fresh outputs with the stored ones; `raise_cell_error` gets the result."""
        stated = rule(self.cell)
        exception = f"{self.place}: {stated.exception}" if stated.exception else ""
        self.user_properties.append(("compared", exception))
        self.comparison_traceback = outputs.differences(ref, test, stated)
        return not self.comparison_traceback

    @property
    def place(self) -> str:
        """The cell's number, count and first line."""
        return form.where(self.cell_num, self.cell)

    def repr_failure(self, excinfo):
        notebook = self.path.relative_to(self.config.rootpath)
        if not isinstance(excinfo.value, Failure):
            return f"{notebook}, {self.place}\n\n{super().repr_failure(excinfo)}"
        return f"{notebook}, {self.place}\n\n{excinfo.value}\n\n{REMEDY}"


class FormItem(pytest.Item):
    """The stored notebook as a whole."""

    def runtest(self):
        if found := form.problems(self.parent.notebook()):
            raise Failure("\n".join(found))

    def repr_failure(self, excinfo):
        notebook = self.path.relative_to(self.config.rootpath)
        if not isinstance(excinfo.value, Failure):
            return super().repr_failure(excinfo)
        return f"{notebook}, as it is stored:\n\n{excinfo.value}"

    def reportinfo(self):
        return self.path, 0, f"{self.path.name}::form"
