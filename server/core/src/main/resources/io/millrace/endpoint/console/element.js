/** Elements of pages, and values as people read them. Text is never read as HTML. */

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  assign(made, properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function drawing(tag, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  assign(made, properties);
  made.append(...children);
  return made;
}

function assign(made, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.substring(2), value);
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
}

const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3, notation: "compact" });

export function count(value) {
  return value === null || value === undefined ? "" : whole.format(value);
}

export function rate(value) {
  return value === undefined || value === null ? "" : `${short.format(value)}/s`;
}

export function bytes(value) {
  if (value === null || value === undefined) {
    return "";
  }
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let amount = value;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`;
}

export function milliseconds(value) {
  if (value === null || value === undefined) {
    return "";
  }
  return value >= 10000 ? `${(value / 1000).toFixed(1)} s` : `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
}

export function seconds(value) {
  if (value === null || value === undefined) {
    return "";
  }
  const abs = Math.abs(value);
  if (abs < 120) {
    return `${value.toFixed(1)} s`;
  }
  if (abs < 7200) {
    return `${Math.round(value / 60)} min`;
  }
  return abs < 172800 ? `${Math.round(value / 3600)} h` : `${Math.round(value / 86400)} d`;
}

/** Words that say how something is, by what they mean. */
const GOOD = new Set(["RUNNING", "OPEN", "ACTIVE", "OK", "ENDED", "EXPANDED"]);
const BAD = new Set(["FAILED", "STALLED", "RETRYING", "PROBLEM", "ERROR"]);

export function status(word) {
  if (!word) {
    return "";
  }
  const kind = GOOD.has(word) ? "good" : BAD.has(word) ? "bad" : "fair";
  return element("span", { class: `status ${kind}` }, word);
}

/** Runs an action again and again while a page is shown; what fails is shown and tried again. */
export function repeat(action, pause, tell) {
  let stopped = false;
  (async () => {
    while (!stopped) {
      try {
        await action();
        tell("");
      } catch (failure) {
        if (!stopped) {
          tell(failure.message);
        }
      }
      await new Promise((done) => setTimeout(done, pause));
    }
  })();
  return () => {
    stopped = true;
  };
}

/** A line in which a page says what is wrong. */
export function notice() {
  const line = element("p", { class: "notice", role: "alert", hidden: true });
  return {
    line,
    tell(text) {
      line.hidden = text === "";
      if (line.textContent !== text) {
        line.textContent = text;
      }
    },
  };
}
