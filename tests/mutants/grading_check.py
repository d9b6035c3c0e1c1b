"""Faults of grading.check."""

from mutants import Mutant

MUTANTS = [
    Mutant(
        "the checks of a homework share their inputs",
        "zlib.crc32(self.name.encode())",
        'zlib.crc32(b"x")',
    ),
    Mutant("the seed does not matter", "[seed, zlib", "[0, zlib"),
    Mutant(
        "a public check is handed random numbers",
        "                return self.run(answer)\n",
        "                return self.run(answer, None)\n",
    ),
    Mutant("the name is the question's", "return self.run.__name__", "return self.question"),
    Mutant("the title is the whole docstring", ".splitlines()[0]", ".splitlines()[-1]"),
    Mutant("None taken for nan", '"none" if got is None else got', "got"),
    Mutant(
        "a shape that broadcasts is accepted",
        "if array.shape != right.shape:",
        "if array.ndim != right.ndim and array.size == 1:",
    ),
    Mutant(
        "a misconception is named though the answer is right",
        "    if fits(array, right, rtol, atol):\n        return None\n",
        "    if fits(array, right, rtol, atol) and not mistakes:\n        return None\n",
    ),
    Mutant(
        "the last misconception wins",
        "(mistakes or {}).items()",
        "reversed((mistakes or {}).items())",
    ),
    Mutant(
        "no misconception is named",
        "if wrong.shape == array.shape and fits(array, wrong, rtol, atol):",
        "if False:",
    ),
    Mutant(
        "nan is called wrong by nan",
        "if not np.isfinite(array).all():",
        "if np.isinf(array).all():",
    ),
    Mutant(
        "the right numbers are told",
        'but has {array.shape}"',
        'but has {array.shape}, not {right}"',
    ),
    Mutant(
        "the sign of the error is kept", "np.max(np.abs(array - right))", "np.max(array - right)"
    ),
    Mutant(
        "the tolerance relative to the answer", "np.allclose(a, b, rtol", "np.allclose(b, a, rtol"
    ),
    Mutant("nan is never right", "equal_nan=True", "equal_nan=False"),
    Mutant(
        "None is an ordinary value",
        '    if value is None:\n        return "None',
        '    if value == "None":\n        return "None',
    ),
    Mutant("any number of parts will do", "if len(answer) != count:", "if len(answer) < count:"),
    Mutant("an array has no parts", "isinstance(answer, np.ndarray) and", "False and"),
    Mutant(
        "a dictionary has parts",
        "isinstance(answer, list | tuple)",
        "isinstance(answer, list | tuple | dict)",
    ),
]
