"""The outputs of a cell, from what its kernel says on the way: as Jupyter would show them."""

from collections.abc import Iterable

from nbformat.v4 import output_from_msg

OUTPUTS = ("stream", "display_data", "execute_result", "error")
# nbval does not know these.
CHANGES = ("clear_output", "update_display_data")


class EarlierDisplay(Exception):
    """A display is updated that this cell did not make."""


def outputs(messages: Iterable[dict]) -> list:
    """What is there in the end: after outputs were cleared, and displays updated.

    Raises:
      EarlierDisplay: a cell changes what an earlier one shows, which has been compared by then.
    """
    found, displays, clear = [], {}, False
    for message in messages:
        kind, content = message["msg_type"], message["content"]
        if kind == "clear_output":
            clear = True
        if clear and (kind in OUTPUTS or (kind == "clear_output" and not content.get("wait"))):
            found, displays, clear = [], {}, False
        name = content.get("transient", {}).get("display_id")
        if kind == "update_display_data" and name not in displays:
            raise EarlierDisplay(f"the display {name!r} is of an earlier cell: show it anew")
        for output in displays.get(name, []) if name else []:
            output.data, output.metadata = content["data"], content["metadata"]
        if kind in OUTPUTS:
            found.append(output_from_msg(message))
            displays.setdefault(name, []).append(found[-1])
    return found
