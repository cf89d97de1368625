/**
 * CodeMirror, loaded when the first editor comes near the viewport. Two uses: a module, and one line of a shell. Tab
 * never traps: it indents only after a click or typing, and Esc gives it back.
 */
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, insertNewlineAndIndent } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { erlang } from "@codemirror/legacy-modes/mode/erlang";
import { lintGutter, setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { Annotation, EditorState, StateEffect, StateField, type Extension, type Text } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, lineNumbers, MatchDecorator, placeholder, ViewPlugin, type DecorationSet, type KeyBinding, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Diagnostic } from "../protocol.ts";

export interface EditorOptions {
  parent: HTMLElement;
  root: ShadowRoot;
  text: string;
  mode: "module" | "line";
  label: string;
  hint: string;
  readOnly: boolean;
  changed(text: string): void;
  /** Ctrl/Cmd+Enter, and Enter on a complete shell line. */
  run(text: string): void;
  save(): void;
  /** Whether Enter runs rather than making a new line. */
  complete?(text: string): boolean;
  /** Earlier (-1) and later (1) input, for the open prompt. */
  recall?(direction: -1 | 1): string | undefined;
}

export interface EditorHandle {
  text(): string;
  setText(text: string): void;
  setDiagnostics(diagnostics: readonly Diagnostic[]): void;
  /** Lines to mark as being executed, 1-based. */
  setCurrentLines(lines: readonly number[], reveal: boolean): void;
  setReadOnly(readOnly: boolean): void;
  goTo(line: number, column: number): void;
  focus(): void;
  destroy(): void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.character], class: "tok-string" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.variableName, tags.definition(tags.variableName)], class: "tok-variable" },
  { tag: [tags.meta, tags.macroName, tags.processingInstruction], class: "tok-meta" },
  { tag: tags.atom, class: "tok-atom" },
  { tag: tags.number, class: "tok-number" },
]);

/** A character position from erlc's line and column (1-based, in code points). */
function offsetOf(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
  const units = [...at.text].slice(0, Math.max(0, column - 1)).join("").length;
  return Math.min(at.to, at.from + units);
}

function toMarks(doc: Text, diagnostics: readonly Diagnostic[]): Mark[] {
  return diagnostics.map((d) => {
    const from = offsetOf(doc, d.line || 1, d.column || 1);
    const line = doc.lineAt(from);
    const token = /^[\p{L}\p{N}_@?]+|^./u.exec(line.text.slice(from - line.from))?.[0] ?? "";
    const end = d.endLine ? offsetOf(doc, d.endLine, d.endColumn ?? 1) : from + token.length;
    return { from, to: Math.max(from, end), severity: d.severity, message: d.message };
  });
}

/** Changes made by the page itself, not by the learner. */
const ours = Annotation.define<boolean>();

const setLines = StateEffect.define<readonly number[]>();
const currentLine = Decoration.line({ class: "cm-now" });
const currentLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setLines)) continue;
      const { doc } = transaction.state;
      const inside = effect.value.filter((n) => n >= 1 && n <= doc.lines).sort((a, b) => a - b);
      next = Decoration.set(inside.map((n) => currentLine.range(doc.line(n).from)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Operators of several characters stay on one line where lines wrap. */
const operators = new MatchDecorator({
  regexp: /->|<-|=>|:=|=:=|=\/=|\/=|==|=<|>=|<=|\+\+|--|\|\||<<|>>|::/g,
  decoration: Decoration.mark({ class: "cm-whole" }),
});
const wholeOperators = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = operators.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = operators.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export function createEditor(options: EditorOptions): EditorHandle {
  let readOnly = options.readOnly;
  /** Set by a click or typing, cleared by Esc and on leaving. */
  let tabIndents = false;
  /** Enter and arrows belong to the input method while it composes. */
  const composing = (view: EditorView): boolean => view.composing || view.compositionStarted;
  const run = (view: EditorView): boolean => {
    if (composing(view)) return false;
    options.run(view.state.doc.toString());
    return true;
  };
  const recall = (view: EditorView, direction: -1 | 1): boolean => {
    const { doc, selection } = view.state;
    const line = doc.lineAt(selection.main.head).number;
    if (composing(view) || line !== (direction < 0 ? 1 : doc.lines)) return false;
    const text = options.recall?.(direction);
    if (text === undefined) return false;
    view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, selection: { anchor: text.length } });
    return true;
  };
  const keys: KeyBinding[] = [
    { key: "Mod-Enter", run },
    { key: "Mod-s", run: () => (options.save(), true) },
    { key: "Escape", run: () => ((tabIndents = false), false) },
  ];
  if (options.mode === "line") {
    keys.push(
      { key: "Enter", run: (view) => (options.complete?.(view.state.doc.toString()) ?? true) && run(view) },
      { key: "Shift-Enter", run: insertNewlineAndIndent },
      { key: "ArrowUp", run: (view) => recall(view, -1) },
      { key: "ArrowDown", run: (view) => recall(view, 1) },
    );
  } else {
    keys.push({
      key: "Tab",
      run: (view) => tabIndents && !readOnly && indentMore(view),
      shift: (view) => tabIndents && !readOnly && indentLess(view),
    });
  }
  const extensions: Extension[] = [
    keymap.of([...keys, ...defaultKeymap, ...historyKeymap]),
    history(),
    drawSelection(),
    StreamLanguage.define(erlang),
    syntaxHighlighting(colours),
    indentUnit.of("    "),
    EditorState.tabSize.of(4),
    bracketMatching(),
    currentLines,
    EditorView.contentAttributes.of({
      "aria-label": options.label,
      "aria-description": options.hint,
      "aria-multiline": "true",
      tabindex: "0",
      translate: "no",
      autocapitalize: "off",
      autocorrect: "off",
      spellcheck: "false",
    }),
    EditorView.domEventHandlers({
      mousedown: () => void (tabIndents = true),
      blur: () => void (tabIndents = false),
      input: () => void (tabIndents = true),
    }),
    EditorState.readOnly.of(false),
    EditorState.transactionFilter.of((tr) => (readOnly && tr.docChanged && !tr.annotation(ours) ? [] : tr)),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((tr) => tr.annotation(ours))) options.changed(update.state.doc.toString());
    }),
    ...(options.mode === "module" ? [lineNumbers(), lintGutter()] : [EditorView.lineWrapping, wholeOperators, ...(options.recall ? [placeholder(options.label)] : [])]),
  ];
  const state = EditorState.create({ doc: options.text, extensions });
  const view = new EditorView({ state, parent: options.parent, root: options.root });
  return {
    text: () => view.state.doc.toString(),
    setText(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: ours.of(true) });
    },
    setDiagnostics(diagnostics) {
      view.dispatch(setDiagnostics(view.state, toMarks(view.state.doc, diagnostics)));
    },
    setCurrentLines(lines, reveal) {
      const effects: StateEffect<unknown>[] = [setLines.of(lines)];
      const first = lines.find((n) => n >= 1 && n <= view.state.doc.lines);
      if (reveal && first !== undefined) effects.push(EditorView.scrollIntoView(view.state.doc.line(first).from, { y: "center" }));
      view.dispatch({ effects });
    },
    setReadOnly(value) {
      readOnly = value;
      view.contentDOM.setAttribute("aria-readonly", String(value));
    },
    goTo(line, column) {
      view.dispatch({ selection: { anchor: offsetOf(view.state.doc, line, column) }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
