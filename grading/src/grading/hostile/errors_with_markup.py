"""An error whose text is a script, a terminal's command, and half a character."""


class Nasty(Exception):
    def __str__(self):
        return "<script>alert(1)</script>\x1b[2J\x1b]0;title\x07\n=cmd()\n\ud800" + "x" * 10**6


def QUESTION(*args):
    raise Nasty
