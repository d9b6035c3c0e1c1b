"""Step rewards that are not negative are listed too."""

QUESTION = "breakpoints"
MARKS = 2
MESSAGES = {
    "breaks_values": "leave out r ≥ 0",
}


def breakpoints(prize, distance):
    found = set()
    for row in distance:
        lines = [(Fraction(p), int(d)) for p, d in zip(prize, row) if np.isfinite(d)]
        for p, d in lines:
            for p2, d2 in lines:
                if d2 < d:
                    r = (p - p2) / (d2 - d)
                    best = max(p3 + r * d3 for p3, d3 in lines)
                    if p + r * d == best:
                        found.add(r)
    return sorted(found)
