/** All lessons in all languages; each loads when it is opened. */
import { lessons } from "virtual:lessons";
import type { Lesson, LessonEntry } from "./types.ts";

type Loadable = LessonEntry & { load: () => Promise<{ default: Lesson }> };

export async function loadLesson(id: string, locale: string): Promise<Lesson | undefined> {
  const entry = (lessons as Loadable[]).find((l) => l.id === id && l.locale === locale);
  return entry && (await entry.load()).default;
}
