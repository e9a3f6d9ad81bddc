// Starts the client: the one script that is not WebAssembly, because something has to load it. The content security policy allows no
// inline script. Where the client is stands in a link that the build writes into the page.

// Before the first paint, so that a chosen appearance does not flash.
for (const setting of ["theme", "density"]) {
  try {
    const chosen = localStorage.getItem(setting);
    if (chosen) document.documentElement.setAttribute(`data-${setting}`, chosen);
  } catch {
    // Storage is refused: the system's choice stays.
  }
}

// On its way, and compiled, while the page is still being read. What goes wrong is told below, once there is a page to tell it on.
async function load() {
  const link = document.getElementById("client");
  return Promise.all([import(link.href), WebAssembly.compileStreaming(fetch(link.dataset.wasm))]);
}
const parts = load();
parts.catch(() => {});

// What a page's address alone decides is asked meanwhile, where the address says no more than that: the head has the questions.
for (const question of document.querySelectorAll("link[data-under]")) {
  if (location.pathname.startsWith(question.dataset.under) && !location.search) question.rel = "preload";
}

addEventListener("DOMContentLoaded", async () => {
  try {
    const [client, module_or_path] = await parts;
    await client.default({ module_or_path });
    document.getElementById("boot-failed")?.remove();
  } catch (fault) {
    console.error(fault);
    const failed = document.getElementById("boot-failed");
    if (failed) failed.hidden = false;
  }
});
