// Which functions of the wasm module run on the way to a first answer and through the first steps of a lesson:
//
//     node profile.mjs GLUE MARKED OUT
//
// GLUE is wasm-bindgen's script, MARKED its module as `split mark` left it. OUT becomes what `split cut` reads. The world is
// deterministic, hence so is this. Nothing here decides what is right: what is not seen comes with the rest, a little later.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const REDUCTIONS = 4_000;

/** What a learner types first: a process, a message, a value of each kind, a mistake. */
const LINES = [
  "1 + 1.\n",
  'Hello = fun() -> io:format("hello from ~p~n", [self()]) end.\n',
  "Pid = spawn(Hello).\n",
  "is_process_alive(Pid).\n",
  "Waiting = spawn(fun() -> receive stop -> ok end end).\n",
  "Waiting ! stop.\n",
  "self() ! {hello, [1, 2.5, \"text\", <<1, 2>>, #{key => value}]}.\n",
  "flush().\n",
  "receive nothing -> ok after 10 -> late end.\n",
  "lists:map(fun(X) -> X * 2 end, [1, 2, 3]).\n",
  "1 = 2.\n",
  "self().\n",
  "first:start().\n",
  "first:call(42).\n",
];

/** The form of a lesson's first module. */
const MODULE = `-module(first).
-export([start/0, call/1, loop/1]).

start() ->
    register(first, spawn(?MODULE, loop, [[]])).

call(Request) ->
    Ref = make_ref(),
    first ! {self(), Ref, Request},
    receive
        {Ref, Reply} -> Reply
    after 1000 ->
        timeout
    end.

loop(State) ->
    receive
        {From, Ref, Request} ->
            From ! {Ref, [Request | State]},
            loop([Request | State]);
        stop -> ok
    end.
`;

const [glue, marked, out] = process.argv.slice(2).map((path) => resolve(path));
const wasm = await import(pathToFileURL(glue).href);
const exports = await wasm.default({ module_or_path: readFileSync(marked) });
await visit();
const marks = Object.entries(exports).filter(([name, mark]) => name.startsWith("ran ") && mark.value === 1);
const ran = marks.map(([name]) => name.slice("ran ".length));
const late = wasm.lateModules();
// Then none of it can wait; the size check will tell, and crate/tests/library.rs.
if (late) console.error(`    needed early, but not among what nodes boot with (builtin/build.rs): ${late}`);
else ran.unshift(`data ${wasm.lateLibrary().join(" ")}`);
writeFileSync(out, [...ran, ""].join("\n"));

/** What the page's worker does (`www/src/engine/worlds.ts`), in short. */
async function visit() {
  wasm.version();
  wasm.worn();
  wasm.eventsBeyond();
  const world = wasm.World.create({ seed: 1 });
  while (world.run(REDUCTIONS, 0).status === "running");
  look(world, 0);
  world.input({ kind: "module", name: "first.erl", source: MODULE });
  wasm.World.diagnose("first.erl", MODULE, []);
  for (const text of LINES) {
    const before = world.head();
    world.input({ kind: "shell", text });
    const player = wasm.Player.start(world, 1, wasm.eventsMax());
    while (await player.next());
    player.free();
    look(world, before);
  }
  world.fork(world.head() - 1).free();
  world.free();
}

function look(world, from) {
  const head = world.head();
  world.events(from, head);
  for (let step = from; step <= head; step += 1) world.view(step);
  world.inputs();
}
