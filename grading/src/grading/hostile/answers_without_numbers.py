"""nan and infinity, which compare oddly."""


def QUESTION(*args):
    return np.full(6, np.nan), np.full(6, np.inf)
