import { describe, expect, it } from "vitest";
import type { ViewModel } from "../src/protocol.ts";
import { Looking } from "../src/state/looking.ts";

describe("a world that goes on while it is looked at", () => {
  it("has been seen as it was at the moment that was asked for, or later", async () => {
    const at = { branch: 0, step: 7, opened: true, active: true, isActing: false, stepBefore: 6, lastInput: 0 };
    let asked = 0;
    // Whenever an answer comes, the world is one step further.
    const ask = async (_branch: number, step: number): Promise<ViewModel> => {
      await new Promise((done) => setTimeout(done));
      if (asked++ < 10) at.step++;
      return { step } as unknown as ViewModel;
    };
    const looking = new Looking(at, ask, () => undefined);
    looking.fetch();
    await looking.reached(7);
    expect(asked).toBeLessThan(10);
    expect((looking.view as unknown as { step: number }).step).toBeGreaterThanOrEqual(7);
  });
});
