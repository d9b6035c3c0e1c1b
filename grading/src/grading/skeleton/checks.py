from grading.check import Check, compare


def ice(fahrenheit):
    """water freezes at 32 °F"""
    return None if fahrenheit(0.0) == 32 else "0 °C should be 32 °F"


def any_day(fahrenheit, rng):
    """any temperatures"""
    celsius = rng.uniform(-30, 40, size=5)
    mistakes = {"the inverse is asked for: yours gives °C from °F": (celsius - 32) / 1.8}
    right = 32 + 1.8 * celsius
    return compare(fahrenheit(celsius), right, what="the temperature", mistakes=mistakes)


def same_in_both(same, rng):
    """the same in both scales"""
    return compare(same, -40.0, what="the temperature")


CHECKS = [
    Check("fahrenheit", 1, ice, public=True),
    Check("fahrenheit", 2, any_day),
    Check("same", 1, same_in_both),
]
