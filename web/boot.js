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

addEventListener("DOMContentLoaded", async () => {
  const link = document.getElementById("client");
  try {
    // The larger part first: it is on its way while the smaller one is read.
    const binary = fetch(link.dataset.wasm);
    const client = await import(link.href);
    await client.default({ module_or_path: binary });
    document.getElementById("boot-failed")?.remove();
  } catch (fault) {
    console.error(fault);
    const failed = document.getElementById("boot-failed");
    if (failed) failed.hidden = false;
  }
});
