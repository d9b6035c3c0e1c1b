"""Faults of lib.animation."""

from mutants import Mutant

QUANTIZE = "image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)"

MUTANTS = [
    Mutant(
        "width and height exchanged", "image.height / image.width", "image.width / image.height"
    ),
    Mutant("frames as wide as their figures", "dpi=WIDTH / figure.get_figwidth()", "dpi=100"),
    Mutant("transparency lost", QUANTIZE, 'image.convert("RGB").quantize(COLOURS)'),
    Mutant("every colour kept", f"{QUANTIZE}.save(", "image.save("),
    Mutant("figures left open", "    plt.close(figure)\n", ""),
    Mutant("labels that are missing", "if len(frames) != len(labels):", "if False:"),
    Mutant("labels twice", "if len(set(labels)) < len(labels):", "if False:"),
    Mutant(
        "no still at all", "if not set(stills) or not set(stills) <= ", "if not set(stills) <= "
    ),
    Mutant(
        "stills that are no frames",
        "if not set(stills) or not set(stills) <= set(range(len(frames))):",
        "if not set(stills):",
    ),
    Mutant(
        "alt texts that are all the same", 'html.escape(f"{name}: {label}")', "html.escape(name)"
    ),
    Mutant("quotes in a name", 'alt=html.escape(f"{name}: {label}")', 'alt=f"{name}: {label}"'),
    Mutant("an id that is always the same", '"\\n".join([name, *labels])', '"\\n".join([])'),
    Mutant("an id of the labels alone", '"\\n".join([name, *labels])', '"\\n".join(labels)'),
    Mutant("it plays from the start", "  heed();\n", "  heed();\n  play.onclick();\n"),
    Mutant(
        "a step that lets it play on",
        "step.onclick = () => {{ pause(); ",
        "step.onclick = () => {{ ",
    ),
    Mutant(
        "a slider that lets it play on",
        "slider.oninput = () => {{ pause(); ",
        "slider.oninput = () => {{ ",
    ),
    Mutant("no end", "if (now === frames.length - 1) pause(); }};", "}};"),
    Mutant("no second time", "    if (now === frames.length - 1) show(0);\n", ""),
    Mutant("a pause that does not stop it", "clearInterval(timer); ", ""),
    Mutant(
        "steps beyond the last frame", "Math.min(Math.max(frame, 0), frames.length - 1)", "frame"
    ),
    Mutant(
        "a slider that stays behind",
        "player.dataset.frame = slider.value = now",
        "player.dataset.frame = now",
    ),
    Mutant(
        "a slider without words",
        '    slider.setAttribute("aria-valuetext", label.textContent);\n',
        "",
    ),
    Mutant("motion for those who asked for less", "play.hidden = less.matches; ", ""),
    Mutant("motion that goes on", "if (less.matches) pause(); ", ""),
    Mutant("a wish for less that is heard once", "  less.onchange = heed;\n", ""),
    Mutant("buttons in print", "@media print {{ #{id} .buttons {{ display: none; }} }}\n", ""),
    Mutant("one frame in print", "@media screen {{\n", "@media all {{\n"),
    Mutant("stills one below the other", "grid-template-columns: 1fr 1fr; ", ""),
    Mutant("buttons without scripts", '<div class="buttons" hidden>', '<div class="buttons">'),
    Mutant(
        "every frame without scripts",
        "#{id} .frames img {{ display: none; max-width",
        "#{id} .frames img {{ max-width",
    ),
]
