/** Starts the page: finds the lesson that the document is for and puts the app in its place. */
import { followHost } from "./embed-messages.ts";
import { showProgress } from "./landing.ts";
import { isLocale, language } from "./i18n/index.ts";
import { SpApp } from "./parts/app.ts";
import { loadTheRest } from "./parts/later.ts";
import { Lab } from "./state/lab.ts";
import { decodeMoment, isMomentLink } from "./state/link.ts";
import { loadLesson } from "./lesson/catalogue.ts";

async function start(place: HTMLElement): Promise<void> {
  const { lesson: id, locale, text } = place.dataset;
  if (id === undefined || !isLocale(locale)) return;
  const lesson = await loadLesson(id, text ?? locale);
  if (!lesson) return;
  language.use(locale);
  const lab = new Lab(lesson);
  const linked = isMomentLink(location.hash);
  if (!linked) {
    goToStep(lab);
    lab.begin();
  }
  if (lesson.locale !== locale) lab.notify({ kind: "notice", text: "fallback" });
  const app = new SpApp();
  app.lab = lab;
  app.switchLocale = async (next) => {
    const translated = await loadLesson(id, next);
    language.use(next);
    // The page's own words change; the lesson stays in the language that it has.
    if (translated) lab.translate(translated);
    if (!translated) lab.notify({ kind: "notice", text: "fallback" });
    else if (lab.trouble.kind === "notice" && lab.trouble.text === "fallback") lab.notify({ kind: "none" });
    const url = new URL(location.href);
    url.pathname = url.pathname.replace(/\/(en|zh-CN)\/([^/]*)\/([^/]*)$/, `/${next}/$2/$3`);
    history.replaceState(null, "", url);
  };
  place.replaceChildren(app);
  // The static page was scrolled to the step's anchor; the app shows that step alone.
  if (location.hash !== "") window.scrollTo({ top: 0 });
  window.addEventListener("hashchange", () => void follow(lab));
  loadTheRest();
  if (linked) await follow(lab);
}

/** The step that the address names; a link may be older than the lesson. */
function goToStep(lab: Lab): void {
  const step = stepOf(location.hash);
  if (lab.lesson.steps.some((s) => s.id === step)) return lab.goTo(step);
  // Links within the page lead to its parts.
  if (step !== "" && !document.getElementById(step)) lab.notify({ kind: "notice", text: "noStep" });
}

function stepOf(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

/** A step's anchor, or a whole moment. */
async function follow(lab: Lab): Promise<void> {
  const { hash } = location;
  if (!isMomentLink(hash)) return goToStep(lab);
  try {
    const moment = await decodeMoment(hash);
    if (moment.lesson === lab.lesson.id) await lab.restore(moment);
  } catch {
    lab.notify({ kind: "notice", text: "badLink" });
  }
}

followHost();
const place = document.getElementById("app");
if (place && "landing" in place.dataset) showProgress(place);
else if (place) void start(place);
