"""Lists in lists without end, a list that holds itself, numbers of a million digits."""


def QUESTION(*args):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    own = []
    own.append(own)
    return deep, own, 10**1_000_000, {1: 2}
