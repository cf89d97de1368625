/**
 * Markdown prose to HTML, at build time. Raw HTML in the source is escaped, links are checked for their scheme, so
 * the result holds only what this file writes.
 */
import { Marked, type Tokens } from "marked";
import type { Html } from "../src/lesson/types.ts";

/** A link to a module of the library, as it works in the repository. */
const LIBRARY_LINK = /^\.\.\/\.\.\/crate\/otp\/(\w+\.erl)$/;

/** Where the page has a module of the library that a lesson links to. */
export const libraryFile = (module: string): string => `otp/${module}`;

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c] ?? c);

/** Spaces between Han and Latin are made by CSS; line ends between two Han characters must not become a space. */
function joinHanLines(markdown: string): string {
  return markdown.replace(/(\p{Script=Han}|[，。；：、！？）」])\n(?=\p{Script=Han}|[（「])/gu, "$1");
}

/**
 * Markdown needs a space after `**猜一猜。**` to see where the emphasis ends; set in Chinese it would be a hole, since the
 * full-width mark brings its own room. Program text keeps its spaces.
 */
function closeGaps(html: Html): Html {
  return html
    .split(/(<(?:pre|code)\b[\s\S]*?<\/(?:pre|code)>)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/([，。；：、！？）」”])(<\/(?:strong|em)>)? (?=\S|$)/gu, "$1$2")))
    .join("");
}

/** Lines end after a hyphen or a stroke, but not within one word of a program: `-behaviour(x)`, `loop/1`. */
const isOne = (code: string): boolean => code.length <= 32 && /^\S*[-/]\S*$/.test(code);

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => (/^<!--.*-->\s*$/s.test(text) ? "" : escape(text)),
    codespan: ({ text }: Tokens.Codespan) => `<code${isOne(text) ? ' class="one"' : ""} translate="no">${escape(text)}</code>`,
    code: ({ text, lang }: Tokens.Code) =>
      `<pre class="illustration" translate="no" tabindex="0"><code class="lang-${escape(lang ?? "text")}">${escape(text)}</code></pre>\n`,
    link({ href, tokens }: Tokens.Link) {
      const inner = this.parser.parseInline(tokens);
      if (href.startsWith("#")) return `<a href="${escape(href)}">${inner}</a>`;
      const module = LIBRARY_LINK.exec(href)?.[1];
      if (module !== undefined) return `<a href="../../${libraryFile(module)}" download>${inner}</a>`;
      if (!/^https?:\/\//.test(href)) return inner;
      return `<a href="${escape(href)}" rel="noopener noreferrer" target="_blank">${inner}</a>`;
    },
    image: ({ text }: Tokens.Image) => escape(text),
    heading({ tokens, depth }: Tokens.Heading) {
      const level = Math.max(3, depth);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    table(token: Tokens.Table) {
      const row = (cells: Tokens.TableCell[], tag: string): string =>
        `<tr>${cells.map((c) => `<${tag}>${this.parser.parseInline(c.tokens)}</${tag}>`).join("")}</tr>`;
      const body = token.rows.map((cells) => row(cells, "td")).join("");
      return `<div class="table"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>\n`;
    },
  },
});

export function proseHtml(markdown: string): Html {
  return closeGaps(marked.parse(joinHanLines(markdown), { async: false }));
}

export function inlineHtml(markdown: string): Html {
  return closeGaps(marked.parseInline(markdown, { async: false }));
}

export function plainText(html: Html): string {
  const named: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  return html.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (e) => named[e] ?? e);
}
