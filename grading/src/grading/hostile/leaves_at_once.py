"""Ends its process, without goodbye."""

import os


def QUESTION(*args):
    os._exit(0)
