// The map of a decoder's code space: what it draws at the code under the finger.
import { nearest, pixels } from "../core/latent.js";
import { MAP } from "../data/map.js";
import { button, element, mount, shown, slider, status } from "../frame.js";

const { layers, unit, reach, nearest: asked, neighbours } = MAP;
const TILES = 15;
const WIDTH = 28;
const START = { z1: 0, z2: 0 };
const state = { ...START };

function canvas(size, label) {
  const node = element("canvas", { width: size, height: size, role: "img", "aria-label": label });
  node.put = (z, left, top) => {
    const values = pixels(layers, unit, z).flatMap((p) => [255 * p, 255 * p, 255 * p, 255]);
    node.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(values), WIDTH), left, top);
  };
  return node;
}

const map = canvas(TILES * WIDTH, "What the decoder draws at codes of a square lattice");
const drawn = canvas(WIDTH, "What the decoder draws at the code under the finger");
const mark = element("span", { class: "explore-mark", "aria-hidden": true });
const field = element("div", { class: "explore-field" }, map, mark);
// A column at a time, so that nothing else has to wait.
const at = (k) => reach * ((2 * k + 1) / TILES - 1);
for (let i = 0; i < TILES; i++) setTimeout(() => {
  for (let j = 0; j < TILES; j++) map.put([at(i), -at(j)], WIDTH * i, WIDTH * j);
});
const say = status();

const sliders = Object.fromEntries([["z1", "code z₁"], ["z2", "code z₂"]].map(([key, name]) =>
  [key, slider(name, { min: -reach, max: reach, step: 0.01, value: state[key] },
    (value) => { state[key] = value; update(); })]));

function set(change) {
  Object.assign(state, change);
  for (const key of Object.keys(change)) sliders[key].set(state[key]);
  update();
}

function follow(event) {
  if (event.type === "pointerdown") field.setPointerCapture(event.pointerId);
  else if (!field.hasPointerCapture(event.pointerId)) return;
  const { left, top, width, height } = field.getBoundingClientRect();
  const inside = (share) => reach * (2 * Math.min(Math.max(share, 0), 1) - 1);
  set({ z1: inside((event.clientX - left) / width), z2: -inside((event.clientY - top) / height) });
}
field.addEventListener("pointerdown", follow);
field.addEventListener("pointermove", follow);

function update() {
  const z = [state.z1, state.z2];
  const [digit, count] = nearest(neighbours, reach, z);
  drawn.put(z, 0, 0);
  mark.style.left = `${50 * (1 + state.z1 / reach)}%`;
  mark.style.top = `${50 * (1 - state.z2 / reach)}%`;
  say.say(`At the code (${shown(state.z1)}, ${shown(state.z2)}): of the ${asked} test images with `
    + `codes nearest to here, ${count} show a ${digit}.`);
}

mount("latent", element("div", { class: "explore-columns" },
  element("div", {}, field),
  element("div", {}, element("div", { class: "explore-drawn" }, drawn),
    ...Object.values(sliders), button("Start again", () => set(START)))), say);
update();
