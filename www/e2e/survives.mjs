// Programs that want too much, and a worker that dies: the page answers all the time, and nothing typed is lost.
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";
import { lab, last, wasThere, watch } from "./watching.mjs";

/** A program that goes on is stopped after so long. */
const RUNS_MS = 4_000;

/** Owed are 250 ms; other work on a busy machine takes its share. */
const STOP_MS_MAX = 500;

const BOMBS = [
  ["an endless loop", "F = fun G() -> G() end, F().", ""],
  ["a binary that doubles for ever", "F = fun G(B) -> G(<<B/binary, B/binary>>) end, F(<<1>>).", "is too large"],
  ["atoms without end", 'F = fun G(N) -> list_to_atom("bomb" ++ integer_to_list(N)), G(N + 1) end, F(1).', "a system limit has been reached"],
  ["a tree of processes that fork", "F = fun G() -> spawn(G), spawn(G) end, F().", ""],
  ["a tree without leaves", "F = fun G() -> spawn(G), G() end, F().", ""],
  ["a number of a billion bits", "1 bsl 1000000000.", "a system limit has been reached"],
  ["a list that doubles for ever", "F = fun G(L) -> G([L | L]) end, length(F([])).", "exception exit: killed"],
  ["processes without end", "F = fun G() -> spawn(fun() -> receive stop -> ok end end), G() end, F().", ""],
  ["a flooded mailbox", "F = fun G() -> self() ! lists:seq(1, 1000), G() end, F().", ""],
  ["a flooded mailbox of another process", "P = spawn(fun() -> receive never -> ok end end), L = lists:seq(1, 1000), F = fun G() -> P ! L, G() end, F().", ""],
];

/** Its parts are shared: sixty cells that no machine could walk through. */
const ENDLESS = "(fun() -> E = fun() -> lists:foldl(fun(_, A) -> [A | A] end, [], lists:seq(1, 60)) end, L = E(), M = E(), _ = M, WHAT, ok end)().";

const USES = {
  compared: "L =:= M",
  hashed: "erlang:phash2(L)",
  "as a key": "maps:get(L, #{M => 1, 2 => 3})",
  printed: 'io:format("~p", [L])',
  written: 'io:format("~w", [L])',
  "as text": "iolist_to_binary(L)",
  "as the start of a process": "spawn(fun() -> L end)",
  "as the reason of an exit": "exit(L)",
  "in a table": "ets:insert(ets:new(t, []), {1, L})",
  "in the dictionary": "put(l, L)",
  encoded: "term_to_binary(L)",
};

const ENDLESS_USED = Object.entries(USES).map(([how, what]) => [`an endless term ${how}`, ENDLESS.replace("WHAT", what), "exception exit: killed"]);

const bomb = ([name, line, ends]) => [
  `${name}: the page goes on, and so does the shell`,
  async (page, address) => {
    const lesson = await new LessonPage(page, address).open("#send");
    await lesson.run("send.1", 0);
    await lesson.type(lesson.free, "half of a li");
    await watch(page);
    const done = lesson.say(line).then(() => true);
    const ended = await Promise.race([done, new Promise((resolve) => setTimeout(resolve, RUNS_MS, false))]);
    if (ended) {
      check((await last(page)).includes(ends), await last(page));
    } else {
      const stopMs = await page.evaluate(async () => {
        const start = performance.now();
        await document.querySelector("sp-app").lab.session.stop();
        return performance.now() - start;
      });
      check(stopMs < STOP_MS_MAX, `Stop took ${stopMs} ms`);
      await until(() => lab(page, "session.active"), (active) => !active, "it stops");
      await page.evaluate(() => document.querySelector("sp-app").lab.session.interrupt());
      await until(() => last(page), (s) => s.includes("killed"), "the shell is free", 20000);
    }
    await lesson.say("1 + 1.");
    await until(() => last(page), (s) => s.trim() === "2", "the next line", 60000);
    await wasThere(page);
    equal(await lab(page, "lab.trouble.kind"), "none");
    equal((await lesson.text(lesson.free)).trim(), "half of a li");
  },
];

export const tests = [
  ...[...BOMBS, ...ENDLESS_USED].map(bomb),
  [
    "when programs have filled the atom table, the next session has one of its own",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      await lesson.type(lesson.free, "half of a li");
      const fresh = 'list_to_atom("fresh_" ++ "one").';
      await lesson.say("[list_to_atom(integer_to_list(I)) || I <- lists:seq(1, 2000000)].");
      check((await last(page)).includes("a system limit has been reached"), await last(page));
      await lesson.say(fresh);
      check((await last(page)).includes("a system limit has been reached"), "the table is full");
      await page.evaluate(() => {
        const { lab } = document.querySelector("sp-app");
        return lab.restart(lab.session);
      });
      await lesson.say(fresh);
      await until(() => last(page), (s) => s.trim() === "fresh_one", "there is room for atoms", 20000);
      equal(await lab(page, "lab.trouble.kind"), "none");
      equal((await lesson.text(lesson.free)).trim(), "half of a li");
    },
  ],
  [
    "the worker is killed in the middle of a line: the panel says so, one click goes on, and all that was typed is there",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      await lesson.type(lesson.editorOf("send.1", 1), "flush(), edited.");
      await lesson.type(lesson.free, "half of a li");
      void lesson.say("F = fun G() -> G() end, F().").catch(() => undefined);
      await until(() => lab(page, "session.active"), (active) => active, "it runs");
      // What a worker says whose program has trapped, or that has run out of memory.
      await page.evaluate(() => {
        const { engine } = document.querySelector("sp-app").lab;
        engine.worker.onerror(new ErrorEvent("error", { message: "out of memory" }));
      });
      const panic = page.locator(".panic");
      await panic.waitFor();
      const words = await panic.innerText();
      for (const part of ["out of memory", "seed 1", "0.1.0"]) check(words.toLowerCase().includes(part), `${part} in ${words}`);
      await panic.locator("button.primary").click();
      await until(() => panic.count(), (n) => n === 0, "the panel closes");
      await until(() => page.locator('li[data-line="send.1/0"].ran').count(), (n) => n === 1, "what had run", 20000);
      equal((await lesson.text(lesson.free)).trim(), "half of a li");
      check((await lesson.text(lesson.editorOf("send.1", 1))).includes("flush(), edited."), "the edited line");
      await lesson.say("1 + 1.");
      await until(() => last(page), (s) => s.trim() === "2", "the next line");
    },
  ],
];
