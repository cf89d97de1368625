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
  const { lesson: id, locale } = place.dataset;
  if (id === undefined || !isLocale(locale)) return;
  const lesson = await loadLesson(id, locale);
  if (!lesson) return;
  language.use(locale);
  const lab = new Lab(lesson);
  const linked = isMomentLink(location.hash);
  if (!linked) {
    lab.goTo(decodeURIComponent(location.hash.slice(1)));
    lab.begin();
  }
  const app = new SpApp();
  app.lab = lab;
  app.switchLocale = async (next) => {
    const translated = await loadLesson(id, next);
    language.use(next);
    // The page's own words change; the lesson stays in the language that it has.
    if (!translated) return lab.notify({ kind: "notice", text: "fallback" });
    lab.translate(translated);
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

/** A step's anchor, or a whole moment. */
async function follow(lab: Lab): Promise<void> {
  const { hash } = location;
  if (!isMomentLink(hash)) return lab.goTo(decodeURIComponent(hash.slice(1)));
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
