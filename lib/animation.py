r"""A figure that plays: frames with buttons, in one piece of HTML that needs nothing else.

It works offline, on the site and in a notebook. It starts still; nothing moves until a reader
asks for it, and those who asked their system for less motion get steps and no play button.
Without JavaScript, and in print, some of the frames stand side by side.
"""

import base64
import hashlib
import html
import io
from collections.abc import Collection, Sequence

import matplotlib.pyplot as plt
from IPython.display import HTML
from matplotlib.figure import Figure
from PIL import Image

COLOURS = 64  # of a frame; lines and letters need no more
WIDTH = 700  # pixels of a frame; a phone shows two of them as one
SHOWN = 560  # pixels of a page where there is room
IMAGE = '<img {kind}src="data:image/png;base64,{data}" {size} alt="{alt}" data-label="{label}">'
PAGE = """\
<div class="player" id="{id}" role="group" aria-label="{name}">
<style>
#{id} .frames {{ display: grid; grid-template-columns: 1fr 1fr; }}
#{id} .frames img {{ display: none; max-width: 100%; height: auto; }}
#{id} .frames .still {{ display: block; }}
#{id} .buttons {{ display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }}
#{id} .buttons[hidden], #{id} .buttons button[hidden] {{ display: none; }}
#{id} button {{ min-width: 4.5rem; padding: 0.25rem 0.75rem; font: inherit; color: inherit;
  background: none; border: 1px solid currentColor; border-radius: 0.25rem; cursor: pointer; }}
#{id} input {{ flex: 1 1 8rem; min-width: 6rem; accent-color: #0072b2; }}
#{id} output {{ min-width: 8rem; }}
@media screen {{
  #{id}[data-frame] .frames {{ display: block; }}
  #{id}[data-frame] .frames img {{ display: none; }}
  #{id}[data-frame] .frames .now {{ display: block; }}
}}
@media print {{ #{id} .buttons {{ display: none; }} }}
</style>
<div class="frames">
{images}
</div>
<div class="buttons" hidden>
<button type="button">Back</button>
<button type="button">Play</button>
<button type="button">Step</button>
<input type="range" min="0" max="{last}" value="0" aria-label="Frame of: {name}">
<output></output>
</div>
<script>
(() => {{
  const player = document.getElementById("{id}");
  const frames = [...player.querySelectorAll("img")];
  const [back, play, step] = player.querySelectorAll("button");
  const slider = player.querySelector("input"), label = player.querySelector("output");
  let now = 0, timer = null;
  const show = (frame) => {{
    now = Math.min(Math.max(frame, 0), frames.length - 1);
    frames.forEach((image, i) => image.classList.toggle("now", i === now));
    player.dataset.frame = slider.value = now;
    label.textContent = frames[now].dataset.label;
    slider.setAttribute("aria-valuetext", label.textContent);
  }};
  const pause = () => {{ clearInterval(timer); timer = null; play.textContent = "Play"; }};
  const tick = () => {{ show(now + 1); if (now === frames.length - 1) pause(); }};
  play.onclick = () => {{
    if (timer) return pause();
    if (now === frames.length - 1) show(0);
    timer = setInterval(tick, {milliseconds});
    play.textContent = "Pause";
  }};
  back.onclick = () => {{ pause(); show(now - 1); }};
  step.onclick = () => {{ pause(); show(now + 1); }};
  slider.oninput = () => {{ pause(); show(Number(slider.value)); }};
  const less = matchMedia("(prefers-reduced-motion: reduce)");
  const heed = () => {{ play.hidden = less.matches; if (less.matches) pause(); }};
  less.onchange = heed;
  heed();
  player.querySelector(".buttons").hidden = false;
  show(0);
}})();
</script>
</div>"""


def frame(figure: Figure) -> bytes:
    """A figure as a small PNG, `WIDTH` pixels wide, of at most `COLOURS` colours; it is closed.

    Transparency is kept. A phone shows text of 10 points 9 px high if the figure is at most 5.2
    inches wide.
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=WIDTH / figure.get_figwidth())
    plt.close(figure)
    small = io.BytesIO()
    with Image.open(buffer) as image:
        image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(small, "PNG", optimize=True)
    return small.getvalue()


def player(
    frames: Sequence[bytes],
    labels: Sequence[str],
    *,
    name: str,
    stills: Collection[int],
    seconds: float = 0.4,
) -> HTML:
    """Frames (PNG files) with buttons to play, pause and step, for the end of a notebook's cell.

    labels: what distinguishes each frame, in words; name: what all of them show. Together they
    are a frame's alt text. stills: the numbers of the frames that stand side by side without
    JavaScript. seconds: how long a frame stands while it plays.
    Raises ValueError unless there is one label a frame, all different, and every still is a frame.
    """
    if len(frames) != len(labels):
        raise ValueError(f"labels must be as many as frames, got {len(labels)} of {len(frames)}")
    if len(set(labels)) < len(labels):
        raise ValueError(f"labels must be different from each other, got {list(labels)}")
    if not set(stills) or not set(stills) <= set(range(len(frames))):
        raise ValueError(f"stills must be frames 0 … {len(frames) - 1}, got {sorted(stills)}")
    images = "\n".join(
        IMAGE.format(
            kind='class="still" ' if number in set(stills) else "",
            data=base64.b64encode(png).decode(),
            alt=html.escape(f"{name}: {label}"),
            label=html.escape(label),
            size=_size(png),
        )
        for number, (png, label) in enumerate(zip(frames, labels, strict=True))
    )
    # The same on every run, whatever the frames show.
    digest = hashlib.sha256("\n".join([name, *labels]).encode()).hexdigest()[:8]
    return HTML(
        PAGE.format(
            id=f"player-{digest}",
            name=html.escape(name),
            images=images,
            last=len(frames) - 1,
            milliseconds=round(1000 * seconds),
        )
    )


def _size(png: bytes) -> str:
    """The attributes that keep a picture's place before it is drawn."""
    with Image.open(io.BytesIO(png)) as image:
        return f'width="{SHOWN}" height="{round(SHOWN * image.height / image.width)}"'
