"""Reads address 0."""

import ctypes


def QUESTION(*args):
    ctypes.string_at(0)
