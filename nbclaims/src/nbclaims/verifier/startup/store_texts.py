"""Runs in a kernel before its notebook: what a figure says is stored beside its picture.

Glyphs are small: of two labels that differ in a digit the pictures may hardly differ. So the
metadata of a figure's output gets the texts that Matplotlib drew, in the order of drawing:

    {"image/png": {"texts": ["0.0", "0.5", "1.0", "loss"]}}
"""


def store_texts(shell):
    """Let the shell add a figure's texts to the metadata of its picture."""
    import sys
    from contextlib import contextmanager
    from functools import wraps

    make = shell.display_formatter.format

    @contextmanager
    def listening():
        from matplotlib.figure import Figure
        from matplotlib.text import Text

        texts, draw_figure, draw_text = [], Figure.draw, Text.draw

        @wraps(draw_figure)
        def figure(self, *arguments, **options):
            texts.clear()  # the last drawing counts: those before it find out how large it is
            return draw_figure(self, *arguments, **options)

        @wraps(draw_text)
        def text(self, *arguments, **options):
            if self.get_visible() and self.get_text().strip():
                texts.append(self.get_text())
            return draw_text(self, *arguments, **options)

        Figure.draw, Text.draw = figure, text
        try:
            yield texts
        finally:
            Figure.draw, Text.draw = draw_figure, draw_text

    @wraps(make)
    def with_texts(*arguments, **options):
        if "matplotlib.figure" not in sys.modules:
            return make(*arguments, **options)
        with listening() as texts:
            data, metadata = make(*arguments, **options)
        for mime in {"image/png", "image/jpeg"} & set(data) if texts else ():
            metadata.setdefault(mime, {})["texts"] = list(texts)
        return data, metadata

    shell.display_formatter.format = with_texts


store_texts(get_ipython())
del store_texts
