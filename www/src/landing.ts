/** The list of lessons: how far the learner is in each, and links that go on where they stopped. */
import { CATALOGUES, isLocale } from "./i18n/index.ts";
import { Progress } from "./state/progress.ts";
import { openStorage } from "./state/storage.ts";

export function showProgress(page: ParentNode): void {
  const { storage } = openStorage();
  for (const item of page.querySelectorAll<HTMLElement>("[data-lesson-item]")) {
    const progress = new Progress(storage, item.dataset["lessonItem"] ?? "");
    const steps = (item.dataset["steps"] ?? "").split(" ");
    const done = progress.count(steps);
    const walked = new Set(steps.filter((step) => progress.isDone(step)));
    for (const mark of item.querySelectorAll<HTMLElement>("[data-step]")) mark.classList.toggle("done", walked.has(mark.dataset["step"] ?? ""));
    const on = steps.includes(progress.last);
    for (const link of item.querySelectorAll("a")) if (on) link.hash = progress.last;
    for (const place of item.querySelectorAll<HTMLElement>("[data-progress]")) {
      const locale = place.closest<HTMLElement>("[lang]")?.lang;
      if (!isLocale(locale) || (done === 0 && !on)) continue;
      const words = CATALOGUES[locale].progress;
      place.textContent = done === steps.length ? words.all : words.some(done, steps.length);
      place.classList.toggle("all", done === steps.length);
    }
  }
}
