import { element, count } from "./element.js";

const PAGE = 100;
const NUMERIC = /^(TINYINT|SMALLINT|INTEGER|BIGINT|REAL|DOUBLE|DECIMAL)/;

export function isNumeric(column) {
  return NUMERIC.test(column.type);
}

/** A result as a table, a page at a time. */
export class Grid {
  constructor() {
    this.head = element("tr");
    this.body = element("tbody");
    this.table = element("table", { class: "grid" }, element("thead", {}, this.head), this.body);
    this.back = element("button", { type: "button", onclick: () => this.turn(-1) }, "Back");
    this.on = element("button", { type: "button", onclick: () => this.turn(1) }, "Next");
    this.where = element("span", { "aria-live": "polite" });
    this.pager = element("div", { class: "pager" }, this.back, this.on, this.where);
    this.root = element("div", { class: "result" }, element("div", { class: "scroll", tabindex: "0" }, this.table), this.pager);
    this.columns = [];
    this.rows = [];
    this.first = 0;
  }

  setColumns(columns) {
    this.columns = columns;
    this.first = 0;
    this.head.replaceChildren(
      ...columns.map((column) =>
        element("th", { scope: "col", title: column.type, class: isNumeric(column) ? "number" : null }, column.name)));
    this.setRows([]);
  }

  /** @param {boolean} whole whether there are no more than these */
  setRows(rows, whole = true) {
    this.rows = rows;
    this.whole = whole;
    this.first = Math.min(this.first, Math.max(0, Math.floor((rows.length - 1) / PAGE) * PAGE));
    this.show();
  }

  turn(pages) {
    this.first += pages * PAGE;
    this.show();
    this.root.querySelector(".scroll").scrollTop = 0;
  }

  show() {
    const last = Math.min(this.first + PAGE, this.rows.length);
    this.body.replaceChildren(...this.rows.slice(this.first, last).map((row) => this.line(row)));
    this.back.disabled = this.first === 0;
    this.on.disabled = last >= this.rows.length;
    const all = `${count(this.rows.length)}${this.whole ? "" : "+"}`;
    this.where.textContent = this.rows.length === 0 ? "no rows" : `rows ${count(this.first + 1)}–${count(last)} of ${all}`;
  }

  line(row) {
    return element("tr", {}, ...row.map((value, i) => {
      if (value === null) {
        return element("td", { class: "null" }, "NULL");
      }
      const text = typeof value === "object" ? JSON.stringify(value) : String(value);
      return element("td", { class: isNumeric(this.columns[i]) ? "number" : null }, text);
    }));
  }
}

/** A table of what is defined, whose lines are made anew each time; `cells` makes the cells of one. Heads of numbers begin with `#`. */
export function listing(caption, heads, rows, cells) {
  const kinds = heads.map((head) => (head.startsWith("#") ? "number" : null));
  return element("table", { class: "listing" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head, i) => element("th", { scope: "col", class: kinds[i] }, head.replace("#", ""))))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row).map((cell, i) => element("td", { class: kinds[i] }, cell))))));
}
