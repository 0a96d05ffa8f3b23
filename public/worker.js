// Starts Headroom's worker: the page sends the module it has compiled and the address of the script
// that belongs to it, so nothing is compiled twice and no name with a hash stands here.
self.onmessage = async (event) => {
  self.onmessage = null;
  try {
    const { default: init } = await import(event.data.script);
    await init({ module_or_path: event.data.module });
  } catch (error) {
    self.postMessage([JSON.stringify({ broken: { why: String(error) } })]);
  }
};
