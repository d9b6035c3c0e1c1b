"""Objects whose conversion to an array does something else each time."""

import os


class Evil:
    calls = 0

    def __array__(self, *args, **options):
        Evil.calls += 1
        if Evil.calls > 3:
            os._exit(1)
        return np.array([self, "text", None], object)

    def __float__(self):
        raise SystemExit

    def __len__(self):
        return -1

    def __iter__(self):
        return iter(int, 1)

    def __reduce__(self):
        return os.system, ("touch /tmp/hostile-was-here",)


def QUESTION(*args):
    return Evil(), Evil()
