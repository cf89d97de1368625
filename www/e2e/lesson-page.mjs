// The page of a lesson, in a learner's words.
export class LessonPage {
  constructor(page, address, locale = "en", lesson = "msg_cache") {
    this.page = page;
    this.url = `${address}${locale}/${lesson}/`;
  }

  async open(hash = "") {
    await this.page.goto(this.url + hash);
    await this.page.waitForSelector("sp-app");
    return this;
  }

  line(key, index) {
    return this.page.locator(`li[data-line="${key}/${index}"]`);
  }

  /** Clicks the line's run button and waits for its output. */
  async run(key, index) {
    const line = this.line(key, index);
    await line.locator("button.run").click();
    await this.page.locator(`li[data-line="${key}/${index}"].ran`).waitFor({ timeout: 20000 });
    return this.output(key, index);
  }

  async output(key, index) {
    return (await this.line(key, index).locator(".output:not(.expected) > pre").innerText()).trim();
  }

  /** Replaces the text of a line or module editor by typing. */
  async type(editor, text) {
    await editor.scrollIntoViewIfNeeded();
    await editor.locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  text(editor) {
    return editor.locator(".cm-content").innerText();
  }

  editorOf(key, index) {
    return this.line(key, index).locator("sp-editor");
  }

  get free() {
    return this.page.locator("sp-editor.free");
  }

  async at() {
    return this.page.locator("sp-time-line .at .long").textContent();
  }

  tab(name) {
    return this.page.locator(`sp-bench #tab-${name}`);
  }

  card(title) {
    return this.page.locator("sp-process-card", { hasText: title });
  }

  /** How fast the clock goes, real time being 1. */
  async speed(speed) {
    await this.page.evaluate((n) => document.querySelector("sp-app").lab.setSpeed(n), speed);
  }

  get steps() {
    return this.page.evaluate(() => document.querySelector("sp-app").lab.lesson.steps.map((s) => s.id));
  }

  /** Opens all folded parts, so that what is in them can be reached. */
  async unfold() {
    await this.page.evaluate(() => document.querySelectorAll("details.fold").forEach((d) => (d.open = true)));
  }

  /** Types at the open prompt of the step's first session, and waits for the answer. */
  async say(text, node) {
    await this.page.evaluate(([text, node]) => {
      const { lab } = document.querySelector("sp-app");
      return lab.runFree(document.querySelector("sp-transcript").shell, text, node);
    }, [text, node]);
  }

  window(name) {
    return this.page.locator(`sp-clients .window[data-name="${name}"]`);
  }

  /** A client window in words: its state, its lines. */
  async told(name) {
    const window = this.window(name);
    return { state: await window.getAttribute("data-state"), lines: await window.locator(".line .text").allInnerTexts() };
  }

  async send(name, text) {
    await this.window(name).locator("input").fill(text);
    await this.window(name).locator("input").press("Enter");
  }

  async goTo(step) {
    await this.page.evaluate((hash) => (location.hash = hash), step);
    await this.page.waitForSelector(`article[data-step="${step}"]`);
  }
}
