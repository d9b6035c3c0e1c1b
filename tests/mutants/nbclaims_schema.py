"""Faults of nbclaims.schema."""

from mutants import Mutant

TESTS = ("nbclaims/tests/test_claim.py", "nbclaims/tests/test_schema.py")
TARGET = "return measured == bound or abs(measured - bound) <= tolerance"
AT_MOST = "return measured <= bound + tolerance"
AT_LEAST = "return measured >= bound - tolerance"

MUTANTS = [
    mutant._replace(tests=TESTS)
    for mutant in [
        Mutant("the edge of the band outside", TARGET, TARGET.replace("<=", "<")),
        Mutant("a band on one side only", TARGET, TARGET.replace("abs", "")),
        Mutant("a tolerance relative to the target", TARGET, TARGET + " * abs(bound)"),
        Mutant("∞ not equal to ∞", TARGET, TARGET.replace("measured == bound or ", "")),
        Mutant(
            "NaN inside every band",
            TARGET,
            "return measured == bound or not abs(measured - bound) > tolerance",
        ),
        Mutant("NaN above every bound", AT_LEAST, "return not measured < bound - tolerance"),
        Mutant("an upper bound lowered by its tolerance", AT_MOST, AT_MOST.replace("+", "-")),
        Mutant("a lower bound raised by its tolerance", AT_LEAST, AT_LEAST.replace("-", "+")),
        Mutant("an upper bound taken for a lower one", AT_MOST, AT_LEAST),
        Mutant("a claim with two bounds accepted", "if len(stated) != 1:", "if not stated:"),
        Mutant(
            "the verdict taken on trust",
            'return holds(float(claim["measured"]), side, float(claim[side]), '
            'float(claim["tolerance"]))',
            'return claim["passed"]',
        ),
        Mutant(
            "NaN in JSON", "return value if math.isfinite(value) else str(value)", "return value"
        ),
        Mutant("digits of a measured value left out", '"measured": 4', '"measured": 1'),
        Mutant("a digit too few shown", "{DIGITS[name]}g", "{DIGITS[name] - 1}g"),
        Mutant("HTML not escaped", "html.escape(text)", "text"),
        Mutant(
            "verdicts swapped in the page",
            '"passed" if claim["passed"]',
            '"failed" if claim["passed"]',
        ),
        Mutant(
            "bounds written the wrong way round", '"at_most": ("≤", "+")', '"at_most": ("≥", "+")'
        ),
        Mutant("no tolerance shown as one", "    if not tolerance:", "    if False:"),
        Mutant(
            "claims only of a cell's first output",
            "return [bundle[MIME] for bundle in data if MIME in bundle]",
            "return [bundle[MIME] for bundle in data[:1] if MIME in bundle]",
        ),
        Mutant(
            "claims only of a notebook's first cell",
            'for cell in notebook["cells"] for',
            'for cell in notebook["cells"][:1] for',
        ),
    ]
]
