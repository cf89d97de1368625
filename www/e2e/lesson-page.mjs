// The page of a lesson, in a learner's words.
export class LessonPage {
  constructor(page, address, locale = "en") {
    this.page = page;
    this.url = `${address}${locale}/msg_cache/`;
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

  async goTo(step) {
    await this.page.evaluate((hash) => (location.hash = hash), step);
    await this.page.waitForSelector(`article[data-step="${step}"]`);
  }
}
