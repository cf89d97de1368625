/** The panels of the workbench: each a picture of the session's moment. Larger pictures load when they are first shown. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/index.ts";
import type { PictureKind } from "../lesson/types.ts";
import { asOf } from "../pictures/calls.ts";
import type { NameOf } from "../pictures/describe.ts";
import type { Ticket } from "../pictures/process-card.ts";
import { receiveOf } from "./receive-of.ts";
import { numberings, type Numbering } from "../pictures/numbering.ts";
import { compareTables } from "../pictures/rows.ts";
import { isSupervisor } from "../pictures/supervision.ts";
import type { ProcessView, TableView, ViewModel } from "../protocol.ts";
import type { Session } from "../state/session.ts";
import "../pictures/observer.ts";
import "../pictures/process-card.ts";
import "../pictures/space-time.ts";
import "./code-panel.ts";

export type BenchTab = "processes" | "messages" | "tables" | "tree" | "cluster" | "branches" | "observer" | "code";

export interface Look {
  session: Session;
  nameOf: NameOf;
  /** Virtual time to show, ahead of the view's while the world waits. */
  clock: number;
}

/** The tabs that have something to show, and the one that the lesson asks for. */
export function tabsOf(session: Session, asked: PictureKind | undefined): BenchTab[] {
  const { current, view } = session;
  const tabs: BenchTab[] = ["processes", "messages"];
  if (asked === "tables" || current?.hasTables) tabs.push("tables");
  if (asked === "tree" || view?.processes.some((p) => !p.system && isSupervisor(p))) tabs.push("tree");
  if (session.nodes.length > 0) tabs.splice(asked === "cluster" ? 0 : tabs.length, 0, "cluster");
  if (session.branches.size > 1) tabs.push("branches");
  return [...tabs, "observer", "code"];
}

export function panel(tab: BenchTab, look: Look): TemplateResult {
  const { session, nameOf } = look;
  switch (tab) {
    case "messages":
      return events(look, false);
    case "observer":
      return html`<sp-observer .processes=${shownProcesses(session)} .focus_=${session.focus}></sp-observer>`;
    case "code":
      return html`<sp-code-panel .session=${session}></sp-code-panel>`;
    case "tables":
      void import("../pictures/tables.ts");
      return split(html`<sp-tables .tables=${tables(session)} .nameOf=${nameOf} .focus_=${session.focus}></sp-tables>`, look);
    case "tree":
      void import("../pictures/tree.ts");
      return split(html`<sp-tree .processes=${shownProcesses(session)} .lastInput=${session.lastInput} .nameOf=${nameOf} .focus_=${session.focus}></sp-tree>`, look);
    case "cluster":
      void import("../pictures/cluster.ts");
      return split(html`<sp-cluster .view=${session.view} .processes=${shownProcesses(session)} .nameOf=${nameOf} .numberings=${givenOut(session)} .clockMs=${look.clock} .focus_=${session.focus}></sp-cluster>`, look);
    case "branches":
      void import("../pictures/branches.ts");
      return html`<sp-branches .session=${session} .nameOf=${nameOf}></sp-branches>`;
    case "processes":
      return split(html`<div class="cards">${cards(look)}</div>`, look);
  }
}

/** A picture with the list of events beside it. */
const split = (picture: TemplateResult, look: Look): TemplateResult => html`${picture}<div class="list">${events(look, true)}</div>`;

function events({ session, nameOf }: Look, plain: boolean): TemplateResult {
  return html`<sp-space-time .events=${session.events} .count=${session.events.length} .step=${session.event?.seq ?? 0} .calls=${session.current?.calls}
    .nameOf=${nameOf} .focus_=${session.focus} .hidden_=${session.hidden} .still=${!session.active || !session.atHead} .plain=${plain}></sp-space-time>`;
}

const isOwn = (session: Session, process: ProcessView): boolean => process.system || session.current?.visibility.isOwn(process.pid) === true;

/** Pids of the runtime's own processes, unless the learner wants to see them. */
function ownPids(session: Session): Set<string> {
  if (session.showAll) return new Set();
  return new Set(session.view?.processes.filter((p) => isOwn(session, p)).map((p) => p.pid));
}

function shownProcesses(session: Session): ProcessView[] {
  const processes = session.view?.processes ?? [];
  const own = ownPids(session);
  const ties = (pids: string[]): string[] => pids.filter((pid) => !own.has(pid));
  return processes.filter((p) => !own.has(p.pid)).map((p) => ({ ...p, links: ties(p.links), monitors: ties(p.monitors) }));
}

function shownTables(session: Session, view: ViewModel | undefined): TableView[] | undefined {
  const own = ownPids(session);
  return view?.tables.filter((table) => !own.has(table.owner));
}

function givenOut({ current, step }: Session): Numbering[] {
  return current ? numberings(current.calls.all, current.names, step) : [];
}

const tables = (session: Session): ReturnType<typeof compareTables> =>
  compareTables(shownTables(session, session.view) ?? [], shownTables(session, session.base), shownTables(session, session.before));

/** Calls in progress at this moment, with their numbers. */
function tickets(session: Session): Ticket[] {
  const calls = session.current?.calls;
  if (!calls) return [];
  const shown = calls.all.filter((call) => !session.hidden.has(call.sent));
  return calls.openAt(session.step).flatMap((call) => {
    const at = shown.indexOf(call);
    return at < 0 ? [] : [{ number: at + 1, call: asOf(call, session.step) }];
  });
}

/** Cards drawn at once: nobody reads more, and a fork bomb would draw nothing else. The observer lists the rest. */
const CARDS_MAX = 60;

/** The first so many, and the one in focus. */
export function fewOf(processes: readonly ProcessView[], focus: string | undefined): ProcessView[] {
  const few = processes.slice(0, CARDS_MAX);
  const chosen = focus === undefined ? undefined : processes.slice(CARDS_MAX).find((p) => p.pid === focus);
  return chosen ? [...few, chosen] : few;
}

/** Those that were gone before the last thing that somebody did come last; the others stay where they are. */
function inOrder(processes: readonly ProcessView[], lastInput: number): ProcessView[] {
  const gone = (p: ProcessView): boolean => p.status === "exited" && p.lastStep <= lastInput;
  return [...processes.filter((p) => !gone(p)), ...processes.filter(gone)];
}

function cards({ session, nameOf, clock }: Look): TemplateResult {
  const { view, before, base, event, focus } = session;
  const open = tickets(session);
  const then = (view: ViewModel | undefined, p: ProcessView): ProcessView | undefined => view?.processes.find((q) => q.pid === p.pid && q.node === p.node);
  const all = shownProcesses(session);
  const drawn = fewOf(inOrder(all, session.lastInput), focus);
  const more = (view?.processTotal ?? 0) - (view?.processes.length ?? 0) + all.length - drawn.length;
  const owned = shownTables(session, view) ?? [];
  return html`${repeat(
      drawn,
      (p) => `${p.node} ${p.pid}`,
      (p) => html`<sp-process-card .process=${p} .event=${event} .clockMs=${clock} .title_=${nameOf(p.pid)} .nameOf=${nameOf}
        .tickets=${open.filter(({ call }) => call.caller === p.pid || call.server === p.pid)}
        .tables=${owned.filter((table) => table.owner === p.pid && table.node === p.node).map((table) => table.name)}
        .receive_=${receiveOf(session, p)} .before_=${then(before, p)} .base_=${then(base, p)} .lastRan=${session.ordinal(p.lastStep)} .selected=${p.pid === focus}></sp-process-card>`,
    )}
    ${more > 0 ? html`<p class="note">${t().process.hidden(more)}</p>` : nothing}
    ${view?.processes.some((p) => isOwn(session, p))
      ? html`<label class="note"><input type="checkbox" .checked=${session.showAll} @change=${(e: Event) => session.setShowAll((e.target as HTMLInputElement).checked)} />
          ${t().bench.showSystem}</label>`
      : nothing}`;
}
