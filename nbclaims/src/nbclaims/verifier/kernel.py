"""A kernel that is the same for everyone, is cut off from the network, and is noticed when it dies.

Two walls keep a notebook off the network. The audit hook in `offline` stops and reports Python
code. Where Linux allows it, the kernel also lives in a network namespace that holds nothing but
loopback, which stops everything else; Jupyter then talks to it through local sockets.
"""

import os
import shutil
import subprocess
import tempfile
import time
import weakref
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from queue import Empty

from jupyter_client.manager import KernelManager
from nbval.kernel import NbvalKernelspecManager, RunningKernel

from nbclaims.verifier import messages

OFFLINE = Path(__file__).parent / "offline"
STARTUP = Path(__file__).parent / "startup"
NAMESPACE = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up; exec "$@"', ""]
HEARTBEAT = 1.0  # seconds between two looks at whether the kernel is alive


class KernelDied(Exception):
    """The kernel's process ended while a cell was running."""


class NetworkUsed(Exception):
    """A notebook tried to reach the network."""

    def __init__(self, attempts: list[str]):
        super().__init__("[network] a notebook runs without it: " + ", ".join(attempts))


class Specs(NbvalKernelspecManager):
    """Starts kernels in a network namespace of their own, where that is possible."""

    def get_kernel_spec(self, kernel_name):
        """The kernel's command, behind the wall."""
        spec = super().get_kernel_spec(kernel_name)
        if namespace_available():
            spec.argv = NAMESPACE + spec.argv
        return spec


class WatchedKernel(RunningKernel):
    """Takes the place of nbval's kernel."""

    def __init__(self, kernel_name, cwd=None, startup_timeout=60):
        self.scratch = Path(tempfile.mkdtemp(prefix="nb-"))
        weakref.finalize(self, shutil.rmtree, self.scratch, ignore_errors=True)
        self.network_log = self.scratch / "network"
        self.cell, self.heard = None, []
        self.km = KernelManager(
            kernel_name=kernel_name,
            kernel_spec_manager=Specs(),
            transport="ipc" if namespace_available() else "tcp",
            connection_file=str(self.scratch / "kernel.json"),
        )
        self.km.start_kernel(
            cwd=cwd,
            env=environment(self.scratch),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.kc = self.km.client()
        self.kc.start_channels()
        self.kc.wait_for_ready(timeout=startup_timeout)
        self._ensure_iopub_up()

    def execute_cell_input(self, cell_input, allow_stdin=None):
        """Begin a cell; what the kernel says from here on is that cell's."""
        self.heard = []
        self.cell = super().execute_cell_input(cell_input, allow_stdin)
        return self.cell

    def outputs(self) -> list:
        """The outputs of the cell that was run last."""
        return messages.outputs(self.heard)

    def get_message(self, stream, timeout=None):
        """Wait for a message as nbval does, but no longer than the kernel lives."""
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        while True:
            left = max(0.0, deadline - time.monotonic())
            try:
                message = super().get_message(stream, timeout=min(HEARTBEAT, left))
            except Empty:
                if not self.is_alive():
                    raise KernelDied("the kernel died while the cell was running") from None
                if left <= HEARTBEAT:
                    raise
                continue
            if stream == "iopub" and message["parent_header"].get("msg_id") == self.cell:
                self.heard.append(message)
            if message["msg_type"] not in messages.CHANGES:
                return message

    def network_attempts(self) -> list[str]:
        """The attempts to reach the network since the last call."""
        try:
            notes = self.network_log.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        self.network_log.unlink()
        return notes

    def stop(self):
        """End the kernel; an attempt after the last cell, by a child process, still counts."""
        super().stop()
        if attempts := self.network_attempts():
            raise NetworkUsed(attempts)


def environment(
    scratch: Path,
    inherited: Mapping[str, str] = os.environ,
    *,
    offline: bool = True,
    startup: Iterable[Path] = (),
) -> dict[str, str]:
    """A kernel's environment: what it inherits, less what would change outputs.

    startup: files that the kernel runs before its notebook, beside those of `startup`.
    """
    folder = scratch / "profile_default" / "startup"
    shutil.copytree(STARTUP, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in startup:
        shutil.copy(file, folder)
    kept = {name: value for name, value in inherited.items() if name != "MPLBACKEND"}
    kept |= {"IPYTHONDIR": str(scratch), "TQDM_DISABLE": "1"}  # nobody's startup files, no bars
    if not offline:
        return kept
    python_path = [str(OFFLINE), inherited.get("PYTHONPATH", "")]
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, python_path)),
        "NOTEBOOK_NETWORK_LOG": str(scratch / "network"),
    }


@cache
def namespace_available() -> bool:
    """Whether an unprivileged process may make a network namespace here (Linux only)."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    command = [*NAMESPACE[:-2], "ip link set lo up"]
    return subprocess.run(command, capture_output=True).returncode == 0
