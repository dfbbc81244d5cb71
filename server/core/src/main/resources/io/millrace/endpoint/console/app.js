import { activityPage } from "./activity.js";
import { batchesPage } from "./batches.js";
import { element } from "./element.js";
import { graphPage } from "./graph.js";
import { queryPage } from "./query.js";
import { sinksPage, streamsPage, viewsPage } from "./relations.js";
import { logIn, logOut, objects, onUnknown } from "./server.js";

const PAGES = [
  ["query", "Query", queryPage],
  ["streams", "Streams", streamsPage],
  ["views", "Views", viewsPage],
  ["sinks", "Sinks", sinksPage],
  ["graph", "Graph", graphPage],
  ["batches", "Batches", batchesPage],
  ["activity", "Activity", activityPage],
];

const main = document.getElementById("page");
const door = document.getElementById("door");
const who = document.getElementById("who");
const leave = document.getElementById("leave");
const links = PAGES.map(([id, title]) => element("a", { href: `#${id}` }, title));
document.getElementById("pages").append(...links);

let close = () => {};

function open() {
  const [id, rest] = location.hash.substring(1).split("/");
  const [name, title, page] = PAGES.find(([known]) => known === id) ?? PAGES[0];
  close();
  main.replaceChildren();
  main.className = `page-${name}`;
  links.forEach((link, i) => {
    if (PAGES[i][0] === name) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  });
  document.title = `${title} – Millrace`;
  close = page(main, rest ? decodeURIComponent(rest) : undefined);
}

function shut() {
  close();
  close = () => {};
  main.replaceChildren();
}

onUnknown((text) => {
  if (!door.open) {
    shut();
    leave.hidden = true;
    who.textContent = "";
    document.getElementById("door-text").textContent = text;
    door.showModal();
  }
});

async function enter() {
  const [{ me }] = await objects("SELECT CURRENT_USER AS me");
  const users = await objects("SELECT COUNT(*) AS n FROM sys.users");
  leave.hidden = users[0].n === 0;
  who.textContent = users[0].n === 0 ? "no users: everybody may do everything" : me;
  open();
}

document.getElementById("log-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const password = document.getElementById("password");
  logIn(document.getElementById("user").value, password.value);
  password.value = "";
  try {
    await enter();
    door.close();
  } catch (failure) {
    document.getElementById("door-text").textContent = failure.message;
  }
});

door.addEventListener("cancel", (event) => event.preventDefault());
leave.addEventListener("click", () => {
  logOut();
  location.reload();
});
window.addEventListener("hashchange", () => {
  if (!door.open) {
    open();
  }
});

try {
  await enter();
} catch (failure) {
  if (failure.status !== 401) {
    main.replaceChildren(element("p", { class: "notice", role: "alert" }, `${failure.message}. `, element("button", { type: "button", onclick: () => location.reload() }, "Try again")));
  }
}
