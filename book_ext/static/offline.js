// Offers to keep the book on the device, where a browser can do it: on a page that came over HTTP.
// book_ext/offline.py writes how much there is to load. A page from a file is offline as it is.
(() => {
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  if (!/^https?:$/.test(location.protocol)) return;
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = new URL("manifest.webmanifest", root);
  document.head.append(link);
  if (!("serviceWorker" in navigator)) return;

  const place = document.querySelector("#keep-offline") ?? document.querySelector(".bd-sidebar-primary");
  if (!place) return;
  const box = document.createElement("div");
  const button = document.createElement("button");
  const said = document.createElement("span");
  box.className = "offline";
  button.type = "button";
  said.setAttribute("role", "status");
  box.append(button, said);
  place.append(box);

  const show = (kept, text = "") => {
    button.textContent = kept ? "Remove the book from this device" : "Keep this book offline (SIZE)";
    button.onclick = kept ? remove : keep;
    said.textContent = text;
  };

  // Installed: all files are there. A worker that could not load them all goes without a trace.
  const installed = (worker) =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (worker.state === "activated") resolve();
        if (worker.state === "redundant") reject(new Error("a file did not come"));
      };
      worker.addEventListener("statechange", look);
      look();
    });

  async function keep() {
    said.textContent = "Loading all pages …";
    try {
      const { installing, waiting, active } = await navigator.serviceWorker.register(
        new URL("service_worker.js", root)
      );
      await installed(installing ?? waiting ?? active);
      navigator.storage?.persist?.();
      show(true, "All pages are on this device.");
    } catch (error) {
      show(false, `It did not work (${error.message}). Try again when you are online.`);
    }
  }

  async function remove() {
    const here = await navigator.serviceWorker.getRegistration(root);
    await here?.unregister();
    await caches.delete("book");
    show(false, "Removed.");
  }

  navigator.serviceWorker
    .getRegistration(root)
    .then((here) => show(Boolean(here?.active), here?.active ? "All pages are on this device." : ""));
})();
