// Walks a lesson from its first step to its last, as a learner who runs everything, and compares with what it promises.
import { check, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

const SOLUTION = { en: "Put this solution", "zh-CN": "把这份答案放进编辑器" };

/** Runs each transcript of the step through its "Run all", and returns the lines that differ from the lesson. */
async function walkStep(page, step) {
  const transcripts = page.locator("sp-transcript");
  const differing = [];
  for (let i = 0; i < (await transcripts.count()); i++) {
    const transcript = transcripts.nth(i);
    const lines = transcript.locator("li[data-line]");
    const count = await lines.count();
    await transcript.scrollIntoViewIfNeeded();
    if (count > 1) await transcript.locator(".foot button").first().click();
    else await lines.first().locator("button.run").click();
    const words = `${step}, transcript ${i + 1}`;
    const done = () => transcript.locator("li[data-line].ran:not(.busy)").count();
    try {
      await until(done, (n) => n === count, `${words}: lines run of ${count}`, 30000);
      await until(() => differences(transcript), (all) => all.length === 0, words);
    } catch (error) {
      differing.push(String(error.message));
    }
  }
  return differing;
}

/** What does not stand there as the lesson has it; what other nodes print may take a while longer. */
async function differences(transcript) {
  return transcript.evaluate(({ shell, renderRoot }) =>
    shell.entries.flatMap((entry, i) => {
      const line = renderRoot.querySelector(`li[data-line="${shell.key}/${i}"]`);
      const differs = line.querySelector(".differs");
      const own = differs ? [`line ${i + 1}: got ${line.querySelector(".output > pre")?.textContent}`] : [];
      const elsewhere = [...line.querySelectorAll(".elsewhere")].map((e) => e.dataset.node).sort();
      const promised = entry.elsewhere.map((e) => e.node).sort();
      return elsewhere.join() === promised.join() ? own : [...own, `line ${i + 1}: printed on ${elsewhere}, the lesson has ${promised}`];
    }),
  );
}

export const walk = (id, locale, speed = Infinity) => [
  `${id}: every line of every step answers as the lesson says, ${locale}`,
  async (page, address) => {
    const lesson = await new LessonPage(page, address, locale, id).open();
    await lesson.speed(speed);
    const wrong = [];
    for (const step of await lesson.steps) {
      await lesson.goTo(step);
      await lesson.unfold();
      // An exercise's transcript is recorded with the solution.
      const solution = page.locator("sp-checks button", { hasText: SOLUTION[locale] });
      if ((await solution.count()) > 0) await solution.click();
      wrong.push(...(await walkStep(page, step)));
    }
    check(wrong.length === 0, wrong.join("\n"));
    check((await page.locator(".rail .done").count()) > 0, "no step is marked as done");
  },
];
