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
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from queue import Empty

from jupyter_client.manager import KernelManager
from nbval.kernel import NbvalKernelspecManager, RunningKernel

OFFLINE = Path(__file__).parent / "offline"
STARTUP = Path(__file__).parent / "startup"
NAMESPACE = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up; exec "$@"', ""]
HEARTBEAT = 1.0  # seconds between two looks at whether the kernel is alive


class KernelDied(Exception):
    """The kernel's process ended while a cell was running."""


class NetworkUsed(Exception):
    """A notebook tried to reach the network."""

    def __init__(self, attempts: list[str]):
        super().__init__("network access from a notebook: " + ", ".join(attempts))


class Specs(NbvalKernelspecManager):
    """Starts kernels in a network namespace of their own, where that is possible."""

    def get_kernel_spec(self, kernel_name):
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

    def get_message(self, stream, timeout=None):
        """Wait for a message as nbval does, but no longer than the kernel lives."""
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        while True:
            left = max(0.0, deadline - time.monotonic())
            try:
                return super().get_message(stream, timeout=min(HEARTBEAT, left))
            except Empty:
                if not self.is_alive():
                    raise KernelDied("the kernel died while the cell was running") from None
                if left <= HEARTBEAT:
                    raise

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
    scratch: Path, inherited: Mapping[str, str] = os.environ, seed_shift: int = 0
) -> dict[str, str]:
    """A kernel's environment: what it inherits, less what would change outputs.

    seed_shift is added to every seed of the notebook: see `startup/shift_seeds.py`.
    """
    if seed_shift:
        shutil.copytree(STARTUP, scratch / "profile_default" / "startup")
    python_path = [str(OFFLINE), inherited.get("PYTHONPATH", "")]
    kept = {name: value for name, value in inherited.items() if name != "MPLBACKEND"}
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, python_path)),
        "NOTEBOOK_NETWORK_LOG": str(scratch / "network"),
        "NOTEBOOK_SEED_SHIFT": str(seed_shift),
        "IPYTHONDIR": str(scratch),  # nobody's startup files
        "TQDM_DISABLE": "1",
    }


@cache
def namespace_available() -> bool:
    """Whether an unprivileged process may make a network namespace here (Linux only)."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    command = [*NAMESPACE[:-2], "ip link set lo up"]
    return subprocess.run(command, capture_output=True).returncode == 0
