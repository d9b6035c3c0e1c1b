"""Questions with answers to choose from, and an explanation for each answer.

    :::{question} reverse-kl
    :see: {prf:ref}`thm-broad`

    Under which distribution does $\\KL(q \\,\\|\\, p)$ average?

    - [ ] Under $p$.

      That is the other direction.

    - [x] Under $q$.

      The average is taken under the distribution that is named first.
    :::

The name is that of the question's address. `[x]` marks what is right; where several answers are,
several can be chosen. Every explanation ends with what `:see:` says, which must hold a link.

No script is needed: the answers are the browser's own buttons, and the style sheet shows the
explanation beside a button that is pressed. It is then new text in a live region, which screen
readers say. (A description of the button, `aria-describedby`, would be said before one chooses.)
Formulas in what is asked and answered are spoken in words (`spoken.py`), because a button's name
has no other. `self_test.js` adds a score to each section.

On paper nothing can be pressed: there the options have letters, and the explanations stand at the
end of the page, under `{answers}`.
"""

import re
from string import ascii_lowercase

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

MARK = re.compile(r"\[([ x])\]\s+")
VERDICTS = {"x": ("right", "✓ Right."), " ": ("wrong", "✗ Wrong.")}
SEVERAL = "Several answers are right."


class Question(nodes.General, nodes.Element):
    """A group of buttons."""


class Stem(nodes.General, nodes.TextElement):
    """What is asked: the group's name."""


class Option(nodes.General, nodes.Element):
    """A button, its label, and the explanation."""


class Answers(nodes.General, nodes.Element):
    """What is said of all options, for paper; it is not on screen."""


class Label(nodes.General, nodes.TextElement):
    """What an option says: the button's name."""


class Explanation(nodes.General, nodes.Element):
    """What is said of an option once it is chosen."""


def setup(app):
    """Define the directive, and put the script on pages with questions."""
    for kind in (Question, Stem, Option, Label, Explanation, Answers):
        name = kind.__name__.lower()
        app.add_node(kind, html=(globals()[f"visit_{name}"], globals()[f"depart_{name}"]))
    app.add_directive("question", QuestionDirective)
    app.add_directive("answers", AnswersDirective)
    app.connect("doctree-resolved", collect)
    app.connect("html-page-context", add_script)


def add_script(app, page, template, context, doctree):
    """Put the script that keeps the score on a page that has questions."""
    if doctree and any(doctree.findall(Question)):
        app.add_js_file("self_test.js", loading_method="defer")


class QuestionDirective(SphinxDirective):
    """A question; an error says what it lacks."""

    required_arguments = 1
    option_spec = {"see": str}  # noqa: RUF012, as docutils has it
    has_content = True

    def run(self):
        """The group of buttons."""
        name = nodes.make_id(self.arguments[0])
        names = self.env.temp_data.setdefault("questions", [])
        if name in names:
            raise self.error(f"question {name}: the name is taken")
        names.append(name)
        content = self.parse_content_to_nodes()
        see, messages = self.parse_inline(self.options.get("see", ""))
        try:
            stem, answers = parts(content)
            options = [option(answer, see) for answer in answers]
            several = check(options, see)
        except ValueError as error:
            raise self.error(f"question {name}: {error}") from error
        stem = Stem("", f"{len(names)}. ", *stem.children)
        if several:
            stem += [nodes.Text(" "), nodes.emphasis("", SEVERAL)]
        for letter, each in zip(ascii_lowercase, options, strict=False):
            each["id"], each["name"] = f"{name}-{letter}", name
            each["type"] = "checkbox" if several else "radio"
        for named in (stem, *(each[0] for each in options)):
            for formula in named.findall(nodes.math):
                formula["spoken"] = True
        return [Question("", stem, *options, ids=[name]), *messages]


class AnswersDirective(SphinxDirective):
    """The place for the answers on paper."""

    def run(self):
        """The place, to be filled when the questions are read."""
        return [Answers()]


def collect(app, doctree, page):
    """Fill the place with the explanations of all questions."""
    for place in list(doctree.findall(Answers)):
        for number, question in enumerate(doctree.findall(Question), start=1):
            options = list(question.findall(Option))
            for letter, each in zip(ascii_lowercase, options, strict=False):
                first, *more = (node.deepcopy() for node in each[1].children[:-1])
                first.insert(0, nodes.Text(f"{number} {letter}. "))
                place += [first, *more]


def parts(content):
    """The paragraph that asks, and the items of the list that answers."""
    kinds = [type(node) for node in content]
    if kinds != [nodes.paragraph, nodes.bullet_list]:
        raise ValueError("it must be one paragraph and one list")
    return content[0], content[1].children


def option(item, see) -> Option:
    """An item of the list as an option, marked right or wrong."""
    first, *explanation = item.children or [nodes.paragraph()]
    mark = MARK.match(first.astext())
    if not mark:
        raise ValueError(f"[x] or [ ] must come before {first.astext()!r}")
    text = first.children[0]
    text.parent.replace(text, nodes.Text(text.astext()[mark.end() :]))
    if not explanation or not isinstance(explanation[0], nodes.paragraph):
        raise ValueError(f"no explanation of {first.astext()!r}")
    kind, verdict = VERDICTS[mark[1]]
    explanation[0].insert(0, [nodes.strong("", verdict), nodes.Text(" ")])
    line = nodes.paragraph("", "See ", *(node.deepcopy() for node in see), classes=["see"])
    why = Explanation("", *explanation, line, classes=[kind])
    return Option("", Label("", "", *first.children), why, right=kind == "right")


def check(options, see) -> bool:
    """Whether several options are right; ValueError when a reader would be helpless."""
    if len(options) < 2:
        raise ValueError("it needs two options at least")
    texts = [each[0].astext() for each in options]
    if len(set(texts)) < len(texts):
        raise ValueError(f"the same option twice: {max(texts, key=texts.count)!r}")
    right = sum(each["right"] for each in options)
    if right in (0, len(options)):
        raise ValueError("no option is right" if right == 0 else "no option is wrong")
    if not any(links(part) for part in see):
        raise ValueError("':see:' must link to what proves the answer")
    return right > 1


def links(node) -> bool:
    """Whether a node is, or holds, a reference."""
    kinds = (addnodes.pending_xref, nodes.reference)
    return any(node.findall(lambda each: isinstance(each, kinds)))


def visit_question(self, node):
    """Open the group."""
    self.body.append(self.starttag(node, "fieldset", CLASS="question"))


def depart_question(self, node):
    """Close the group."""
    self.body.append("</fieldset>\n")


def visit_stem(self, node):
    """Open the group's name."""
    self.body.append("<legend>")


def depart_stem(self, node):
    """Close the group's name."""
    self.body.append("</legend>\n")


def visit_option(self, node):
    """Write the button."""
    self.body.append(self.starttag(node, "div", CLASS="option"))
    self.body.append(f'<input type="{node["type"]}" name="{node["name"]}" id="{node["id"]}">')


def depart_option(self, node):
    """Close the option."""
    self.body.append("</div>\n")


def visit_answers(self, node):
    """Open the answers on paper."""
    self.body.append('<div class="answers" hidden><p><strong>Answers</strong></p>')


def depart_answers(self, node):
    """Close the answers on paper."""
    self.body.append("</div>\n")


def visit_label(self, node):
    """Open the button's name."""
    self.body.append(f'<label for="{node.parent["id"]}">')


def depart_label(self, node):
    """Close the button's name."""
    self.body.append("</label>\n")


def visit_explanation(self, node):
    """Open what is said, in a live region that is always there."""
    self.body.append('<div class="live" aria-live="polite">')
    self.body.append(self.starttag(node, "div", CLASS="explanation"))


def depart_explanation(self, node):
    """Close what is said."""
    self.body.append("</div></div>\n")
