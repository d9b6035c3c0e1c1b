"""Never comes to its answer."""

while True:
    QUESTION = None
