// What the page promises whatever is learnt on it: it is still unless asked to move, asks nobody else, keeps program text text,
// and its exercises tell wrong from right.
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

/** Runs the lines of the step's first transcript up to this one. */
const runTo = (page, index) =>
  page.evaluate((i) => {
    const { lab, shell } = document.querySelector("sp-transcript");
    return lab.runThrough(shell, i);
  }, index);

const session = (page, read) => page.evaluate(`(() => { const { session } = document.querySelector("sp-app").lab; return ${read}; })()`);

/** Everything in the document and in all shadow roots, as one function of the page. */
const EVERYWHERE = `function everywhere(root = document) {
  return [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? everywhere(e.shadowRoot) : [])]);
}`;

const INJECTIONS = [
  "<img src=x onerror=window.hit=1>",
  "</script><script>window.hit=1</script>",
  "<svg/onload=window.hit=1>",
  "\" autofocus onfocus=window.hit=1 x=\"",
  "' onmouseover='window.hit=1",
  "javascript:window.hit=1",
  "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
  "${window.hit=1}{{window.hit=1}}",
  "<template shadowrootmode=open><script>window.hit=1</script></template>",
  "<!--><img src=x onerror=window.hit=1>-->",
];

/** What the page has some of itself. The editor puts empty images beside its own widgets, now and then one more. */
const HARMLESS = ["IMG", "IFRAME", "SCRIPT", "TEMPLATE"];

/** Text as an Erlang string and as a quoted atom. */
const string = (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`;
const atom = (text) => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** A line of Erlang for each place where a program's text comes to the page. */
const sinks = (text) => [
  `${string(text)}.`,
  `io:format("~ts~n", [${string(text)}]).`,
  `${atom(text)}.`,
  `self() ! ${atom(text)}, self() ! ${string(text)}.`,
  `catch register(${atom(text)}, spawn(fun() -> receive stop -> ok end end)).`,
  `catch ets:insert(ets:new(${atom(text)}, [named_table]), {${atom(text)}, ${string(text)}}).`,
  `catch error(${atom(text)}).`,
  `spawn(fun() -> exit(${atom(text)}) end).`,
  `logger:error(${string(text)}).`,
];

/** Nobody waits longer for an answer, and machines that test are busy. */
const CHECKS_MS_MAX = 20_000;

const exercise = (id, step, locale, checkIt, solution) => [
  `${id}: the exercise's start fails every check on the page, its solution passes them, ${locale}`,
  async (page, address) => {
    await new LessonPage(page, address, locale, id).open(`#${step}`);
    const checks = page.locator("sp-checks");
    const count = await checks.locator("ul.checks > li").count();
    check(count > 2, `${count} checks`);
    const outcome = async (words) => {
      await checks.locator("button", { hasText: checkIt }).click();
      await until(() => checks.locator("ul.checks > li").evaluateAll((all) => all.map((li) => li.className)), (all) => all.every((c) => c === words), `all ${words}`, CHECKS_MS_MAX);
    };
    await outcome("failed");
    equal(await checks.locator("li .message").count(), count, "messages to the learner");
    await checks.locator("details.fold > summary").click();
    await checks.locator("button", { hasText: solution }).click();
    await until(() => checks.locator("li.none").count(), (n) => n === count, "what was said of the text before is gone");
    await outcome("passed");
    check((await page.locator(".rail [aria-current] .done").count()) === 1, "the step is not marked as done");
  },
];

export const tests = [
  [
    "nothing is asked of other hosts, no cookie is set, and nothing plays by itself",
    async (page, address) => {
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      const lesson = await new LessonPage(page, address, "en", "msg_cache").open("#send");
      await lesson.run("send.1", 2);
      for (const tab of ["messages", "observer", "code", "processes"]) await lesson.tab(tab).click();
      const foreign = asked.filter((url) => !url.startsWith(address) && !/^(data|blob):/.test(url));
      equal(foreign, [], "requests to other hosts");
      equal([await page.evaluate(() => document.cookie), await page.context().cookies()], ["", []], "cookies");
      await page.locator("sp-time-line button[aria-label='To the start']").click();
      const still = () => session(page, "[session.step, session.head, session.active]");
      const before = await until(still, ([, , active]) => !active, "at rest");
      await page.waitForTimeout(1500);
      equal(await still(), before, "the moment, with nobody touching anything");
    },
  ],
  [
    "a wait with `after` is an arc that shrinks with the clock",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      await lesson.say("spawn(fun() -> receive never -> ok after 20000 -> done end end).");
      await lesson.speed(4);
      const left = () => page.locator("sp-process-card .after circle.left").evaluateAll((all) => Number.parseFloat(all[0]?.getAttribute("stroke-dasharray") ?? "NaN"));
      const first = await until(left, (n) => n > 0, "the arc");
      await until(left, (n) => n < first * 0.9, "it shrinks", 10_000);
    },
  ],
  [
    "the observer has the columns of OTP's, the living first",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      await lesson.say("spawn(fun() -> ok end), spawn(fun() -> receive stop -> ok end end), timer:sleep(1).");
      await lesson.tab("observer").click();
      equal(await page.locator("sp-observer th[role=columnheader]").allInnerTexts(), ["Pid", "Name or initial call", "Reductions", "MsgQ", "Current function", "State", "Heap (words)"]);
      const rows = await page.locator("sp-observer tbody tr").evaluateAll((all) => all.map((tr) => [".name", ".queue", ".state"].map((cell) => tr.querySelector(cell).textContent.trim()).join(" ")));
      check(rows[0].startsWith("shell 1 waiting"), rows[0]);
      const exited = rows.map((row) => row.endsWith("exited"));
      check(exited.includes(true) && exited.indexOf(true) === exited.filter((gone) => !gone).length, `rows ${rows.join("; ")}`);
    },
  ],
  [
    "what goes wrong is marked on the time line, where it went wrong",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      const marks = () => page.locator("sp-time-line .ticks rect.error").evaluateAll((all) => all.map((mark) => Number.parseFloat(mark.getAttribute("x"))));
      equal(await marks(), [], "marks before");
      await lesson.say("1 = 2.");
      const at = await session(page, "session.ordinal(session.current.landmarks.find((e) => e.kind === 'shell_error').seq) / session.count * 100");
      const [first] = await until(marks, (all) => all.length > 0, "the mark");
      check(Math.abs(first - at) < 0.01, `the mark is at ${first} %, the error at ${at} %`);
    },
  ],
  [
    "with reduced motion nothing moves by itself: no animation runs, and steps are instant",
    async (page, address) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      const lesson = await new LessonPage(page, address, "en", "id_server").open("#two");
      await runTo(page, 3);
      await page.locator("sp-cluster .island").first().waitFor();
      for (const tab of ["cluster", "messages", "processes"]) {
        await lesson.tab(tab).click();
        await page.locator("sp-time-line button[aria-label='Back one event']").click();
        const moving = await page.evaluate(`(${EVERYWHERE})().flatMap((e) => e.getAnimations()).filter((a) => a.playState === "running" && a.effect.getComputedTiming().activeDuration > 20).map((a) => a.effect.target.tagName + " " + (a.animationName ?? a.transitionProperty))`);
        equal(moving, [], `what moves in ${tab}`);
      }
    },
  ],
  [
    "program text stays text wherever it comes to the page: answers, prints, messages, names, tables, errors, exits, reports",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "msg_cache").open("#send");
      await lesson.run("send.1", 0);
      await lesson.speed(Infinity);
      const before = await page.evaluate(`(${EVERYWHERE})().filter((e) => ${JSON.stringify(HARMLESS)}.includes(e.tagName) && !e.matches(".cm-widgetBuffer")).length`);
      for (const text of INJECTIONS) for (const line of sinks(text)) await lesson.say(line);
      const tabs = await page.locator("sp-bench [role=tab]").evaluateAll((all) => all.map((tab) => tab.id.slice(4)));
      check(tabs.includes("tables"), `tabs ${tabs}`);
      for (const tab of tabs) {
        await lesson.tab(tab).click();
        await page.waitForTimeout(150);
        const after = await page.evaluate(`(${EVERYWHERE})().filter((e) => ${JSON.stringify(HARMLESS)}.includes(e.tagName) && !e.matches(".cm-widgetBuffer")).length`);
        equal(after, before, `elements that could load something, in ${tab}`);
        const acting = await page.evaluate(`(${EVERYWHERE})().flatMap((e) => [...e.attributes].filter((a) => /^on/.test(a.name) || (/(^|:)(href|src|srcdoc|action|formaction|data)$/.test(a.name) && /^\\s*javascript:/i.test(a.value))).map((a) => e.tagName + " " + a.name))`);
        equal(acting, [], `attributes that act, in ${tab}`);
      }
      equal(await page.evaluate(() => window.hit ?? null), null, "what ran");
      const seen = await page.locator("li.free .output").allInnerTexts();
      check(seen.some((s) => s.includes(INJECTIONS[0])), "the text itself is not shown");
    },
  ],
  [
    "the document takes no markup, no inline script and no text as a program, whoever offers it",
    async (page, address) => {
      await new LessonPage(page, address).open();
      const refused = await page.evaluate(async () => {
        const attempts = {
          // eslint-disable-next-line no-restricted-syntax -- it is refused
          markup: () => (document.createElement("p").innerHTML = "<b>x</b>"),
          script: () => (document.createElement("script").text = "window.hit = 1"),
          source: () => (document.createElement("script").src = "https://example.org/x.js"),
          program: () => new Function("return 1")(),
          handler: () => {
            const button = document.createElement("button");
            button.setAttribute("onclick", "window.hit = 1");
            document.body.append(button);
            button.click();
            button.remove();
            if (window.hit === undefined) throw new Error("not run");
          },
        };
        // Not within the evaluation, which the browser's own tools may do.
        await new Promise((later) => setTimeout(later));
        return Object.entries(attempts).flatMap(([name, attempt]) => {
          try {
            attempt();
            return [];
          } catch {
            return [name];
          }
        });
      });
      equal(refused, ["markup", "script", "source", "program", "handler"], "what is refused:");
      page.problems.length = 0;
    },
  ],
  [
    "the world of a check can be walked, its end is marked on the time line, and the learner's own is as it was",
    async (page, address) => {
      await new LessonPage(page, address, "en", "id_server").open("#blocks");
      const transcript = page.locator("sp-transcript").first();
      await runTo(page, 1);
      await page.evaluate(() => document.querySelector("sp-app").lab.session.stop());
      const mine = await session(page, "[session.key, session.head]");
      const checks = page.locator("sp-checks");
      await checks.locator("button", { hasText: "Check my solution" }).click();
      const first = checks.locator("ul.checks > li").first();
      await until(() => first.getAttribute("class"), (c) => c === "failed", "the first check fails", CHECKS_MS_MAX);
      const printed = await first.locator(".message pre").innerText();
      await until(() => checks.locator("li.running").count(), (n) => n === 0, "checks end", CHECKS_MS_MAX);
      await first.locator("button", { hasText: "Watch" }).click();
      const bench = page.locator("sp-bench");
      await bench.locator(".verdict.failed").waitFor({ timeout: CHECKS_MS_MAX });
      const summary = await first.locator("span").first().evaluate((span) => span.textContent.replace(span.querySelector("em").textContent, ""));
      check(summary.trim() !== "" && (await bench.locator(".watched").innerText()).includes(summary.trim()), "whose world it is");
      equal((await session(page, "session.event.text")).trim(), printed.trim(), "what decided it:");
      equal(await session(page, "[session.step === session.event.seq, session.active]"), [true, false], "the world stands at what decided it:");
      await page.locator("sp-time-line button[aria-label='Back one event']").click();
      await until(() => session(page, "session.event.kind"), (kind) => kind !== "shell_result" && kind !== "shell_error", "the event before");
      await bench.locator("button", { hasText: "Back to yours" }).click();
      await until(() => session(page, "[session.key, session.head]"), (now) => now.join() === mine.join(), "the learner's own world");
      equal([await bench.locator(".watched").count(), await bench.locator(".verdict").count()], [0, 0], "marks of the check");
      equal(await transcript.locator("li.ran").count(), 2, "lines that have run");
    },
  ],
  exercise("id_server", "blocks", "en", "Check my solution", "Put this solution"),
  exercise("chat", "people", "zh-CN", "检查", "把这份答案放进编辑器"),
];
