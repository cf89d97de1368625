declare module "virtual:lessons" {
  import type { Lesson, LessonEntry } from "./types.ts";
  export const lessons: (LessonEntry & { load: () => Promise<{ default: Lesson }> })[];
}
