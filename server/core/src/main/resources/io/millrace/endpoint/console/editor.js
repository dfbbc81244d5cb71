import {
  Compartment, EditorState, EditorView, HighlightStyle, autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap,
  completionKeymap, defaultKeymap, drawSelection, highlightActiveLine, history, historyKeymap, keymap, lineNumbers, lintGutter,
  placeholder, setDiagnostics, syntaxHighlighting, tags,
} from "./lib/codemirror.js";
import { element } from "./element.js";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--keyword)", fontWeight: "600" },
  { tag: tags.typeName, color: "var(--type)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--faint)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--field)", height: "100%", fontSize: "14px" },
  ".cm-content": { caretColor: "var(--text)", fontFamily: "var(--mono)" },
  ".cm-scroller": { overflow: "auto", fontFamily: "var(--mono)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--active)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selected) !important" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "#fff" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
});

/** The text of statements. It lives in a tree of its own, where its styles need no permission of the page. */
export class Editor {
  constructor(text, keys) {
    this.language = new Compartment();
    this.root = element("div", { class: "editor" });
    const tree = this.root.attachShadow({ mode: "open" });
    this.view = new EditorView({
      parent: tree,
      root: tree,
      state: EditorState.create({
        doc: text,
        extensions: [
          keymap.of(keys), lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), autocompletion(), lintGutter(),
          highlightActiveLine(), syntaxHighlighting(colours), look, placeholder("SELECT … (Ctrl-Enter runs it)"),
          this.language.of([]),
          EditorView.contentAttributes.of({ "aria-label": "SQL statements" }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        ],
      }),
    });
  }

  setLanguage(language) {
    this.view.dispatch({ effects: this.language.reconfigure(language) });
    this.root.dataset.language = "known";
  }

  text() {
    return this.view.state.doc.toString();
  }

  setText(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  focus() {
    this.view.focus();
  }

  /** What is selected, or the statement that the cursor stands in, with its place in the text. */
  chosen() {
    const { from, to, head } = this.view.state.selection.main;
    if (from !== to) {
      return { from, sql: this.view.state.sliceDoc(from, to) };
    }
    const text = this.text();
    const parts = statements(text);
    const found = parts.find((part) => head <= part.to) ?? parts[parts.length - 1];
    return found ? { from: found.from, sql: text.substring(found.from, found.to) } : { from: 0, sql: "" };
  }

  /** Marks the place of an error in what was run. */
  mark(failure, from) {
    if (!failure.line) {
      this.clear();
      return;
    }
    const document = this.view.state.doc;
    const first = document.lineAt(from);
    const line = document.line(Math.min(document.lines, first.number + failure.line - 1));
    const start = failure.line === 1 ? from : line.from;
    const at = Math.min(document.length, start + failure.column - 1);
    const word = /^[\w$]+|^"[^"]*"|^'[^']*'|^./.exec(document.sliceString(at, line.to));
    const diagnostic = { from: at, to: Math.min(document.length, at + (word ? word[0].length : 0)), severity: "error", message: failure.message };
    this.view.dispatch(setDiagnostics(this.view.state, [diagnostic]));
    this.view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
  }

  clear() {
    this.view.dispatch(setDiagnostics(this.view.state, []));
  }
}

/** Where the statements of a text begin and end: semicolons in quotes and comments are none. */
export function statements(text) {
  const token = /--[^\n]*|\/\*[\s\S]*?(\*\/|$)|'(?:[^']|'')*('|$)|"(?:[^"]|"")*("|$)|\$\$[\s\S]*?(\$\$|$)|;/g;
  const found = [];
  let from = 0;
  const add = (to) => {
    const part = text.substring(from, to);
    const begin = from + part.length - part.trimStart().length;
    if (part.trim() !== "") {
      found.push({ from: begin, to: begin + part.trim().length });
    }
  };
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === ";") {
      add(match.index);
      from = match.index + 1;
    }
  }
  add(text.length);
  return found;
}
