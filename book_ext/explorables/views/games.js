// Two small games on a page: the path of both players in the plane.
import { factor, GAMES, play } from "../core/games.js";
import { button, choice, element, mount, shown, slider, status } from "../frame.js";
import { legend, plane } from "../plot.js";

const START = { rate: 0.2, penalty: 0, steps: 100, theta: 1, phi: 1 };
const state = { ...START, game: "Dirac", alternating: false };
const board = plane({ label: "The path of generator and discriminator in the plane of theta and phi",
  x: [-3, 3], y: [-3, 3], name: "generator θ", upName: "discriminator φ",
  height: 320,
  xTicks: [-3, -2, -1, 0, 1, 2, 3], yTicks: [-3, -2, -1, 0, 1, 2, 3] });
board.curve("explore-axis")([[-3, 0], [3, 0]]);
board.curve("explore-axis")([[0, -3], [0, 3]]);
const path = board.curve("explore-a explore-dotted");
const start = board.dot("explore-quiet");
const end = board.dot("explore-b");
const say = status();

const sliders = Object.fromEntries([
  ["rate", "step size", 0.01, 1, 0.01, 2], ["penalty", "R1 penalty", 0, 2, 0.05, 2],
  ["steps", "steps", 1, 500, 1, 0], ["theta", "first θ", -2, 2, 0.1, 1], ["phi", "first φ", -2, 2, 0.1, 1],
].map(([key, name, min, max, step, digits]) => [key, slider(name,
  { min, max, step, value: state[key], text: (x) => shown(x, digits) },
  (value) => { state[key] = value; update(); })]));

function update() {
  const points = play(state.game, [state.theta, state.phi], state, state.steps);
  const last = points.at(-1);
  const [near, far] = [Math.hypot(...last), Math.hypot(state.theta, state.phi)];
  const times = factor(state.game, state);
  path(points);
  start(points[0]);
  end(last);
  say.say(`${points.length - 1} steps lead from a distance of ${shown(far)} to one of `
    + `${near < 0.005 ? "less than 0.01" : shown(near)}. Close to the solution, (0, 0), a step `
    + `multiplies it by ${shown(times, 4)}: ` + (Math.abs(times - 1) < 5e-7
    ? "on the whole it stays." : times < 1 ? "the game converges there." : "the game leaves it."));
}

mount("games",
  choice("Which game", Object.keys(GAMES).map((name) => [name, `${name} game`]), state.game,
    (game) => { state.game = game; update(); }),
  choice("Who moves when", [[false, "both at once"], [true, "D first, then G"]], false,
    (alternating) => { state.alternating = alternating; update(); }),
  element("div", { class: "explore-columns" },
    element("div", {}, board, legend(["the path", "explore-a explore-dotted"],
      ["first", "explore-quiet", "dot"], ["last", "explore-b", "dot"])),
    element("div", {}, ...Object.values(sliders),
      button("Start again", () => {
        Object.assign(state, START);
        for (const [key, control] of Object.entries(sliders)) control.set(state[key]);
        update();
      }))), say);
update();
