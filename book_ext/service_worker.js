// Shows the book without a network to readers who asked for that (offline.js). book_ext/offline.py
// writes here what is kept. A file is kept under its address and its digest, and found by both:
// another version of the book loads what changed, and forgets what it no longer has.
const FILES = { /* address: digest */ };
const CACHE = "book";
const root = self.registration.scope;
const key = (name) => `${root}${name}?${FILES[name]}`;

async function load(name) {
  const response = await fetch(root + name, { cache: "reload" });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const data = await response.arrayBuffer();
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const digest = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (digest !== FILES[name]) throw new Error(`${name} is of another version`);
  // A new response: one that came by way of a redirect may not answer for a page.
  return new Response(data, { headers: { "Content-Type": response.headers.get("Content-Type") } });
}

async function keep() {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map((request) => request.url));
  const missing = Object.keys(FILES).filter((name) => !kept.has(key(name)));
  await Promise.all(missing.map(async (name) => cache.put(key(name), await load(name))));
  await self.skipWaiting();
}

async function forget() {
  const cache = await caches.open(CACHE);
  const wanted = new Set(Object.keys(FILES).map(key));
  const old = (await cache.keys()).filter((request) => !wanted.has(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
  await self.clients.claim();
}

async function answer(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(key(name))) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forget()));
self.addEventListener("fetch", (event) => {
  const address = event.request.url.replace(/[?#].*/, "");
  if (event.request.method !== "GET" || !address.startsWith(root)) return;
  const name = decodeURI(address.slice(root.length)).replace(/(^|\/)$/, "$1index.html");
  if (Object.hasOwn(FILES, name)) event.respondWith(answer(name, event.request));
});
