// Pictures of the real runtime, stepped through: tables, gen_server cards, and whatever a learner types that makes them.
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

/** Types lines at the step's open prompt, as fast as the world goes. */
async function type(page, ...lines) {
  await page.evaluate(async (all) => {
    const { lab } = document.querySelector("sp-app");
    lab.setSpeed(Infinity);
    const { shell } = document.querySelector("sp-transcript");
    for (const line of all) await lab.runFree(shell, line);
  }, lines);
}

const rows = (page) =>
  page.evaluate(() =>
    [...(document.querySelector("sp-app sp-bench").shadowRoot.querySelector("sp-tables")?.shadowRoot?.querySelectorAll("article li, article dd") ?? [])].map((row) => {
      const sign = row.querySelector(".sign span").textContent;
      return `${sign}${row.querySelector(".text").textContent}${row.classList.contains("now") ? "!" : ""}`;
    }),
  );

/** Loads a module into the running session. */
async function load(page, name, source) {
  await page.evaluate(async ([name, source]) => {
    const { lab } = document.querySelector("sp-app");
    lab.setSpeed(Infinity);
    await lab.runFree(document.querySelector("sp-transcript").shell, "ok.");
    await lab.session.load({ name, source });
  }, [name, source]);
}

const COUNTER = `-module(counter).
-behaviour(gen_server).
-export([start/0, init/1, handle_call/3, handle_cast/2]).
start() -> gen_server:start({local, counter}, ?MODULE, [], []).
init([]) -> {ok, {state, 0, []}}.
handle_call({add, N}, _From, {state, Sum, Log}) -> {reply, {ok, Sum + N}, {state, Sum + N, [N | Log]}}.
handle_cast(reset, {state, _, Log}) -> {noreply, {state, 0, Log}}.
`;

const DOOR = `-module(door).
-behaviour(gen_statem).
-export([start/0, init/1, callback_mode/0, locked/3, open/3]).
start() -> gen_statem:start({local, door}, ?MODULE, [], []).
callback_mode() -> state_functions.
init([]) -> {ok, locked, #{opened => 0}}.
locked({call, From}, unlock, #{opened := N}) -> {next_state, open, #{opened => N + 1}, {reply, From, ok}}.
open({call, From}, lock, Data) -> {next_state, locked, Data, {reply, From, ok}}.
`;

const TALLY = `-module(tally).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2]).
init(Name) -> {ok, {Name, 0}}.
handle_event(_, {Name, N}) -> {ok, {Name, N + 1}}.
handle_call(_, State) -> {ok, State, State}.
`;

/** Passes lines on between all who are connected. */
const RELAY = `-module(relay).
-export([start/1]).
start(Port) -> spawn(fun() ->
    {ok, Listen} = gen_tcp:listen(Port, [binary, {packet, line}, {active, false}, {reuseaddr, true}]),
    Hub = spawn(fun() -> hub([]) end),
    accept(Listen, Hub)
  end).
accept(Listen, Hub) ->
    {ok, Socket} = gen_tcp:accept(Listen),
    ok = gen_tcp:controlling_process(Socket, Hub),
    Hub ! {new, Socket},
    accept(Listen, Hub).
hub(Sockets) ->
    receive
        {new, Socket} -> inet:setopts(Socket, [{active, true}]), hub([Socket | Sockets]);
        {tcp, From, Line} -> [gen_tcp:send(S, Line) || S <- Sockets, S =/= From], hub(Sockets);
        {tcp_closed, Socket} -> hub(lists:delete(Socket, Sockets))
    end.
`;

const back = (page) => page.locator("sp-time-line button[aria-label='Back one event']").click();

const WAITER = `-module(waiter).
-export([start/0]).
start() -> spawn(fun() -> loop(7) end).
loop(N) ->
    receive
        {add, M} when M > 0 -> loop(N + M);
        {N, From} -> From ! same, loop(N);
        stop -> ok
    end.
`;

/** The receive of a process: each clause's verdict, pattern and reason. */
const clauses = (page, title) =>
  page.locator("sp-process-card", { hasText: title }).first().locator("sp-receive li").evaluateAll((all) => all.map((li) => [li.className, li.querySelector("code").textContent, li.querySelector(".why").lastChild.textContent.trim() || li.querySelector(".why").innerText.trim()].join(" | ")));

export const tests = [
  [
    "the receive magnifier: a message against each clause, in a module and in the shell",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#selective");
      await load(page, "waiter", WAITER);
      await type(page, "W = waiter:start().", "W ! {8, self()}, W ! {add, 0}, W ! stop.");
      await lesson.tab("processes").click();
      const seek = (kind, text) =>
        page.evaluate(([kind, text]) => {
          const { session } = document.querySelector("sp-app").lab;
          session.seek(session.events.find((e) => e.kind === kind && e.text === text).seq);
        }, [kind, text]);
      await seek("skip", "{add,0}");
      const skipped = await until(() => clauses(page, "waiter:"), (all) => all.length === 3, "the clauses");
      check(skipped[0].startsWith("no | {add, M} when M > 0") && skipped[0].includes("the guard does not hold"), skipped.join("; "));
      check(skipped[1].startsWith("no | {N, From}"), skipped.join("; "));
      check(skipped[2].includes("{add,0} is not stop"), skipped.join("; "));
      await seek("receive", "stop");
      const taken = await until(() => clauses(page, "waiter:"), (all) => all[2]?.startsWith("taken | stop"), "the clause that takes it");
      check(taken[0].includes("not a tuple"), taken.join("; "));
      // In the shell the values of variables are known.
      await page.evaluate(() => document.querySelector("sp-app").lab.session.seek(Infinity));
      await type(page, "Msg = first, self() ! second.", "receive Msg -> Msg after 0 -> none end.");
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.events.findLast((e) => e.kind === "skip" && e.text === "second").seq);
      });
      const bound = await until(() => clauses(page, "shell"), (all) => all.length === 1, "the clause in the shell");
      check(bound[0].includes("Msg is first already, not second"), bound[0]);
    },
  ],
  [
    "two branches stand side by side from where they part; a click goes to the moment in its branch",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 1);
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.current.runOf("send.1/1").fromStep);
      });
      await lesson.say("self() ! another.");
      await lesson.tab("branches").click();
      const rows = page.locator("sp-branches tbody tr");
      await until(() => rows.first().innerText(), (s) => /^Up to event \d+ they are one\.$/.test(s.trim()), "where they part");
      const cells = await rows.nth(1).locator("td").allInnerTexts();
      equal(cells.map((s) => s.replace(/^\d+\s+/, "")), ["Typed: flush().", "Typed: self() ! another."]);
      await rows.nth(1).locator("button").first().click();
      await until(() => page.locator("sp-branches th.here").innerText(), (s) => s.startsWith("First"), "the other branch");
      await until(() => page.locator("sp-branches button.now").allInnerTexts(), (all) => all.length === 1 && all[0].includes("Typed: flush()."), "the moment");
    },
  ],
  [
    "a table's rows change while stepping, marked by signs, and go back",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await type(page, "ets:new(users, [named_table, ordered_set]), ets:insert(users, [{ann,1},{bo,2}]).", "ets:insert(users, {bo,3}), ets:insert(users, {cy,4}), ets:delete(users, ann).");
      await lesson.tab("tables").click();
      const after = ["−{ann,1}", "≠{bo,3}", "+{cy,4}"];
      await until(() => rows(page), (r) => JSON.stringify(r) === JSON.stringify(after), "after the line");
      await back(page);
      await until(() => rows(page), (r) => r[0] === "−{ann,1}!", "the row that goes just now");
      await back(page);
      await until(() => rows(page), (r) => r[2] === "+{cy,4}!" && r[0] === "{ann,1}", "one event earlier");
      await back(page);
      await until(() => rows(page), (r) => r[1] === "≠{bo,3}!" && r.length === 2, "two events earlier");
      equal(await page.locator("sp-tables article").getAttribute("aria-label"), "Table users");
      check((await page.locator("sp-tables .was").innerText()).includes("{bo,2}"), "what the row was");
    },
  ],
  [
    "a table is tied to its owner and its heir, and goes with the owner",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await type(page, "P = spawn(fun() -> ets:new(mine, [private, bag, named_table]), receive stop -> ok end end), P.", "P ! stop, timer:sleep(1).");
      await lesson.tab("tables").click();
      await until(() => page.locator("sp-tables article.gone h3").allInnerTexts(), (all) => all.join() === "mine", "the ghost of the table");
      for (let i = 0; i < 12 && (await page.locator("sp-tables article.gone").count()) > 0; i++) await back(page);
      await until(() => page.locator("sp-tables article.bag .facts").allInnerTexts(), (all) => all.some((s) => s.includes("private")), "the table before");
    },
  ],
  [
    "a gen_server's card shows module, state and what changed; during a call it shows who waits for whom",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await load(page, "counter", COUNTER);
      await type(page, "counter:start().", "gen_server:call(counter, {add, 5}).");
      const card = lesson.card("counter").first();
      await until(() => page.locator("sp-process-card .module").allInnerTexts(), (all) => all.includes("counter"), "the callback module");
      await until(() => page.locator("sp-process-card .state ins").allInnerTexts(), (all) => all.join() === "5,[5]", "what changed");
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.current.calls.all.find((call) => call.request === "{add,5}").taken);
      });
      await until(() => page.locator("sp-process-card .asking").allInnerTexts(), (all) => all.some((s) => /counter\s*\{add,5\}/.test(s)), "who waits");
      check((await page.locator("sp-process-card .owed").innerText()).includes("being served"), "who serves");
      check(await card.isVisible(), "the card");
      await lesson.tab("messages").click();
      await until(() => page.locator("sp-space-time li.now .words").innerText(), (s) => s === "counter takes: call {add,5}", "the row");
      check((await page.locator("sp-space-time .span.wait").count()) > 0, "the bar of who waits");
    },
  ],
  [
    "cards of a gen_statem and a gen_event show state and data, and the handlers, and what changed in them",
    async (page, address) => {
      await new LessonPage(page, address).open();
      await load(page, "door", DOOR);
      await load(page, "tally", TALLY);
      await type(page, "door:start().", "gen_event:start({local, bell}), gen_event:add_handler(bell, tally, [rings]).", "gen_statem:call(door, unlock), gen_event:sync_notify(bell, ding).");
      const state = (name) => () => page.locator("sp-process-card").evaluateAll((all, name) => all.filter((c) => c.title_ === name).map((c) => c.renderRoot.querySelector(".state:not(.was)")?.textContent).join(), name);
      await until(state("door"), (s) => s === "{open,#{opened => 1}}", "the door");
      await until(state("bell"), (s) => s === "[{tally,{[rings],1}}]", "the bell");
      const kinds = await page.locator("sp-process-card .kind").allInnerTexts();
      equal(kinds.map((s) => s.replace(/\s+/g, " ")), ["gen_statem door", "gen_event"]);
      await until(() => page.locator("sp-process-card .state ins").allInnerTexts(), (all) => all.some((s) => s.startsWith("open")), "what changed");
    },
  ],
  [
    "two client windows talk through the node, in Chinese too; they close, are refused and connect again, and go back in time",
    async (page, address) => {
      await new LessonPage(page, address).open();
      await load(page, "relay", RELAY);
      // A lesson declares its windows; here they stand under the step's first transcript.
      await page.evaluate(async () => {
        const { lab } = document.querySelector("sp-app");
        const { shell } = document.querySelector("sp-transcript");
        const block = { kind: "clients", session: shell.session, windows: ["ann", "bo"].map((name) => ({ name, port: 4000, lines: name === "ann" ? ["hello"] : [] })) };
        lab.step.blocks.unshift(block);
        lab.notify({ kind: "none" });
      });
      const window = (name) => page.locator(`sp-clients .window[aria-label="Client window of ${name}"]`);
      const state = (name) => window(name).locator(".state").innerText();
      const said = (name) => window(name).locator(".line .text").allInnerTexts();
      const say = async (name, text) => {
        await window(name).locator("input").fill(text);
        await page.keyboard.press("Enter");
      };
      const press = (name, text) => window(name).locator("header button", { hasText: text }).click();
      await press("ann", "Connect");
      await until(() => state("ann"), (s) => s === "refused", "nobody listens yet");
      await type(page, "relay:start(4000).");
      await press("ann", "Connect again");
      await press("bo", "Connect");
      await until(() => state("bo"), (s) => s === "connected", "bo");
      await until(() => state("ann"), (s) => s === "connected", "ann");
      await window("ann").locator(".ready button", { hasText: "hello" }).click();
      await page.keyboard.press("Enter");
      await until(() => said("bo"), (all) => all.join() === "hello", "bo reads");
      await say("bo", "你好，安");
      await until(() => said("ann"), (all) => all.join() === "hello,你好，安", "ann reads");
      equal(await window("bo").locator("input").inputValue(), "", "what was sent leaves the field");
      await press("bo", "Disconnect");
      await until(() => state("bo"), (s) => s === "closed", "bo has left");
      await press("bo", "Connect again");
      await until(() => state("bo"), (s) => s === "connected", "bo is back");
      await window("ann").locator(".line .moment").first().click();
      await until(() => said("ann"), (all) => all.join() === "hello", "the moment of the first line");
    },
  ],
];
