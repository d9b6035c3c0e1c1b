"""Never returns, and does not want to be interrupted."""

import signal
import threading
import time

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGXCPU, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)


def QUESTION(*args):
    for _ in range(4):
        threading.Thread(target=lambda: [time.sleep(0.01) for _ in iter(int, 1)]).start()
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
