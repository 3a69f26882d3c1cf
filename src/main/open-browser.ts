import { launch } from "../exec/index.ts";

const openers: Partial<Readonly<Record<NodeJS.Platform, string>>> = { darwin: "open", win32: "explorer" };
/** What a browser needs to find its desktop; no token of ours is among it. */
const desktop = ["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP", "BROWSER"];

/** Shows a page in the person's browser; `false` when none can be started here. */
export function openBrowser(url: string): Promise<boolean> {
  const env = Object.fromEntries(desktop.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? ""]])));
  return launch(openers[process.platform] ?? "xdg-open", [url], { env });
}
