/**
 * Vite plugin: lessons become modules (`virtual:lessons`) and one static page per lesson and language, which reads
 * well before any script has run.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin, Rolldown } from "vite";
import type { Lesson } from "../src/lesson/types.ts";
import { withEarly, type Early } from "./early.ts";
import { libraryFile } from "./prose.ts";
import { LANDING_PAGE, lessonPage, landingPage } from "./pages.ts";
import { parseLesson } from "./lesson.ts";

type OutputFile = Rolldown.OutputBundle[string];

const CATALOGUE = "virtual:lessons";
const ONE = "virtual:lesson/";

const LIBRARY = fileURLToPath(new URL("../../crate/otp", import.meta.url));

export const LOCALES = ["en", "zh-CN"];

/** The lessons of a directory: each a folder of its own, with a document for each language that it has. */
export function readLessons(directory: string): Lesson[] {
  const lessons: Lesson[] = [];
  const folders = existsSync(directory) ? readdirSync(directory).sort() : [];
  for (const folder of folders) {
    for (const locale of LOCALES) {
      const path = join(directory, folder, `${locale}.md`);
      if (!existsSync(path)) continue;
      const lesson = parseLesson(readFileSync(path, "utf8"), path);
      if (lesson.id !== folder || lesson.locale !== locale) {
        throw new Error(`${path}:1: the front matter says lesson ${lesson.id}, locale ${lesson.locale}; the path says ${folder}, ${locale}; make them the same`);
      }
      lessons.push(lesson);
    }
  }
  if (lessons.length === 0) throw new Error(`no lessons in ${directory}; a lesson is a document NAME/${LOCALES.join(".md or NAME/")}.md there`);
  return lessons.sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));
}

/** A page for each lesson in each language: where a text is missing, with the text that there is. */
export function editions(lessons: readonly Lesson[]): { lesson: Lesson; locale: string }[] {
  const ids = [...new Set(lessons.map((l) => l.id))];
  return ids.flatMap((id) =>
    LOCALES.flatMap((locale) => {
      const lesson = lessons.find((l) => l.id === id && l.locale === locale) ?? lessons.find((l) => l.id === id);
      return lesson ? [{ lesson, locale }] : [];
    }),
  );
}

function catalogueSource(lessons: Lesson[]): string {
  const entry = ({ id, locale, title, order }: Lesson): string =>
    `{ ...${JSON.stringify({ id, locale, title, order })}, load: () => import(${JSON.stringify(`${ONE}${id}/${locale}`)}) }`;
  return `export const lessons = [\n${lessons.map(entry).join(",\n")}\n];`;
}

/** What is launched before all else, by the names that the bundle gave it. */
function launchedFiles(bundle: readonly OutputFile[]): Early | undefined {
  const named = (pattern: RegExp): string | undefined => bundle.find((file) => pattern.test(file.fileName))?.fileName;
  const [worker, first, rest] = [named(/\/worker-[^/]*\.js$/), named(/\/first-[^/]*\.wasm$/), named(/\/rest-[^/]*\.wasm$/)];
  if (worker === undefined || first === undefined || rest === undefined) return undefined;
  return { worker: `../../${worker}`, first: `../../${first}`, rest: `../../${rest}` };
}

/** The lesson's own file, which the page's script would ask for only once it runs. */
function lessonPreload(bundle: readonly OutputFile[], lesson: Lesson): string {
  const own = bundle.find((file) => file.type === "chunk" && file.facadeModuleId === `\0${ONE}${lesson.id}/${lesson.locale}`);
  return own ? `  <link rel="modulepreload" crossorigin href="./${own.fileName}">\n  ` : "";
}

/** The library's modules that lessons offer as files. */
function linkedModules(lessons: Lesson[]): Set<string> {
  const links = JSON.stringify(lessons).matchAll(/"\.\.\/\.\.\/otp\/(\w+\.erl)\\" download/g);
  return new Set([...links].map((link) => link[1] ?? ""));
}

export function lessonsPlugin(directory: string): Plugin {
  const lessons = (): Lesson[] => readLessons(directory);
  return {
    name: "spawnpoint-lessons",
    enforce: "post",
    resolveId: (id) => (id === CATALOGUE || id.startsWith(ONE) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${CATALOGUE}`) return catalogueSource(lessons());
      if (!id.startsWith(`\0${ONE}`)) return undefined;
      const [lesson, locale] = id.slice(ONE.length + 1).split("/");
      const found = lessons().find((l) => l.id === lesson && l.locale === locale);
      this.addWatchFile(join(directory, lesson ?? "", `${locale}.md`));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(found))});`;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? "/", "http://local");
        const match = /^\/([a-zA-Z-]+)\/([\w-]+)\/$/.exec(url.pathname);
        const found = editions(lessons()).find(({ lesson, locale }) => locale === match?.[1] && lesson.id === match[2]);
        if (!found) return next();
        const template = readFileSync(join(server.config.root, "index.html"), "utf8");
        void server.transformIndexHtml(url.pathname, lessonPage(template, found.lesson, lessons(), found.locale)).then((html) => {
          response.setHeader("Content-Type", "text/html; charset=utf-8");
          response.end(html);
        });
      });
    },
    transformIndexHtml: {
      order: "pre",
      handler: (html) => (html.includes(LANDING_PAGE) ? landingPage(html, lessons()) : html),
    },
    generateBundle(_options, bundle) {
      const index = bundle["index.html"];
      if (index?.type !== "asset") return;
      const all = lessons();
      for (const module of linkedModules(all)) {
        this.emitFile({ type: "asset", fileName: libraryFile(module), source: readFileSync(join(LIBRARY, module)) });
      }
      const files = Object.values(bundle);
      const launched = launchedFiles(files);
      const template = readFileSync("index.html", "utf8");
      const landing = String(index.source);
      // The built head (hashed scripts and styles) with the lesson's body.
      const head = /<head>[\s\S]*<\/head>/.exec(landing)?.[0] ?? "";
      for (const { lesson, locale } of editions(all)) {
        const preloaded = head.replace("</head>", () => `${lessonPreload(files, lesson)}</head>`).replace(/(["'])\.\//g, "$1../../");
        const nested = launched ? withEarly(preloaded, launched) : preloaded;
        const html = lessonPage(template.replace(/<head>[\s\S]*<\/head>/, () => nested), lesson, all, locale);
        this.emitFile({
          type: "asset",
          fileName: `${locale}/${lesson.id}/index.html`,
          source: html.replace(/\s*<script type="module" src="\/src[^"]*"><\/script>/, ""),
        });
      }
    },
  };
}
