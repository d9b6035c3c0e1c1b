"""One code cell as a pytest item: run it, compare its outputs, say what differs."""

import pytest
from nbval.plugin import IPyNbCell, NbCellError, coalesce_streams

from nbclaims.verifier import form, outputs
from nbclaims.verifier.kernel import KernelDied, NetworkUsed
from nbclaims.verifier.messages import EarlierDisplay
from nbclaims.verifier.rules import rule

REMEDY = "If what it gives now is right: `python -m nbclaims refresh {}`, look at what changed."
# How nbval begins to say what ended a cell → our code for it.
ENDS = {"Timeout of": "timeout", "Cell execution caused": "exception", "Unrun": "never-run"}


class Failure(Exception):
    """What is wrong with a cell or a notebook, ready to be read."""


class VerifiedCell(IPyNbCell):
    """nbval runs the cell; what it calls a difference is decided here.

    nbval's items become instances of this class after they are made (`hooks`).
    """

    def runtest(self):
        """Run the cell; a `Failure` says what is wrong."""
        self.options.update(check=True, skip=False, check_exception=form.meant_to_fail(self.cell))
        if self.parent.timed_out:
            pytest.skip("an earlier cell ended the run of this notebook")
        try:
            super().runtest()
        except KernelDied as error:
            self._refuse_network()
            self.parent.timed_out = True
            raise Failure(f"[kernel-died] {error}") from error
        except EarlierDisplay as error:
            raise Failure(f"[earlier-display] {error}") from error
        except NbCellError as error:
            self._refuse_network()
            code = "".join(
                f"[{code}] " for says, code in ENDS.items() if str(error).startswith(says)
            )
            raise Failure(f"{code}{error}\n{error.inner_traceback or ''}".strip()) from error
        self._refuse_network()
        if self.parent.timed_out:  # and the cell caught the interrupt
            limit = self.config.option.nbval_cell_timeout
            raise Failure(f"[timeout] the cell exceeded {limit:g} seconds")

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
        fresh = coalesce_streams(self.parent.kernel.outputs())
        self.user_properties.append(("textless", outputs.textless(ref, fresh)))
        self.comparison_traceback = outputs.differences(ref, fresh, stated, self.sanitize)
        return not self.comparison_traceback

    @property
    def place(self) -> str:
        """The cell's number, count and first line."""
        return form.where(self.cell_num, self.cell)

    def repr_failure(self, excinfo):
        """What is wrong, its place, and what to do."""
        notebook = self.path.relative_to(self.config.rootpath)
        if not isinstance(excinfo.value, Failure):
            return f"{notebook}, {self.place}\n\n{super().repr_failure(excinfo)}"
        return f"{notebook}, {self.place}\n\n{excinfo.value}\n\n{REMEDY.format(notebook)}"


class FormItem(pytest.Item):
    """The stored notebook as a whole."""

    def runtest(self):
        """Read the notebook; a `Failure` says what is wrong."""
        cap, alt_text = (self.config.getini(f"nbclaims_{name}") for name in ("cap", "alt_text"))
        if found := form.problems(self.parent.notebook(), int(cap), alt_text):
            raise Failure("\n".join(found))

    def repr_failure(self, excinfo):
        """What is wrong, without a traceback."""
        notebook = self.path.relative_to(self.config.rootpath)
        if not isinstance(excinfo.value, Failure):
            return super().repr_failure(excinfo)
        return f"{notebook}, as it is stored:\n\n{excinfo.value}"

    def reportinfo(self):
        """Where it is, for pytest."""
        return self.path, 0, f"{self.path.name}::form"
