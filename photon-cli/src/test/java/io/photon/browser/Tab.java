// SPDX-License-Identifier: Apache-2.0
package io.photon.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tab: goes somewhere, runs JavaScript, waits, types, takes pictures, and remembers what went wrong. */
public final class Tab {

    private static final int LIMIT_SECONDS = 30;

    private final DevTools tools;
    private final String session;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Tab(DevTools tools, String session, int width, int height) {
        this.tools = tools;
        this.session = session;
        tools.listen(this::hear);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            ask(domain + ".enable", tools.params());
        }
        resize(width, height);
    }

    private JsonNode ask(String method, ObjectNode params) {
        return tools.ask(session, method, params);
    }

    private void hear(JsonNode event) {
        if (!session.equals(event.path("sessionId").asText())) {
            return;
        }
        JsonNode params = event.get("params");
        switch (event.get("method").asText()) {
            case "Runtime.exceptionThrown" ->
                complaints.add(
                        params.at("/exceptionDetails/exception/description").asText());
            case "Runtime.consoleAPICalled" -> {
                if (params.get("type").asText().matches("error|warning|assert")) {
                    complaints.add(params.get("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (params.at("/entry/level").asText().equals("error")) {
                    complaints.add(params.at("/entry/text").asText() + " "
                            + params.at("/entry/url").asText());
                }
            }
            case "Network.requestWillBeSent" ->
                requests.add(params.at("/request/url").asText());
            default -> {}
        }
    }

    /** What the page complained about: errors it did not catch, refused by its policy, written to the console. */
    public List<String> complaints() {
        return complaints;
    }

    /** Every address that was asked for. */
    public List<String> requests() {
        return requests;
    }

    /** In CSS pixels. */
    public void resize(int width, int height) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                tools.params()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** What the system says it likes: {@code dark} or {@code light}. */
    public void prefer(String scheme) {
        ObjectNode params = tools.params();
        params.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        ask("Emulation.setEmulatedMedia", params);
    }

    /** Loads a page, from the network and not from a cache. */
    public void go(String address) {
        ask("Page.navigate", tools.params().put("url", address));
    }

    /** The value of an expression in JavaScript, awaited if it is a promise. */
    public JsonNode eval(String script) {
        JsonNode said = ask(
                "Runtime.evaluate",
                tools.params()
                        .put("expression", script)
                        .put("awaitPromise", true)
                        .put("returnByValue", true)
                        .put("userGesture", true));
        if (said.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": "
                    + said.at("/exceptionDetails/exception/description").asText());
        }
        return said.at("/result/value");
    }

    /** Waits until an expression is true. */
    public void await(String condition) {
        // What is not there yet has no properties: that is no fault, and not true either.
        String holds = "(() => { try { return !!(" + condition + "); } catch (e) { return false; } })()";
        Eventually.within(
                LIMIT_SECONDS,
                () -> eval(holds).asBoolean(),
                () -> condition + "\ncomplaints: " + complaints + "\nthe page: "
                        + eval("document.body.innerText").asText());
    }

    /** Waits until a text is in sight. */
    public void awaitText(String text) {
        await("document.body.innerText.includes(" + quoted(text) + ")");
    }

    /** Waits for an element and clicks it. */
    public void click(String selector) {
        await(element(selector));
        eval(element(selector) + ".click()");
    }

    /** Waits for a button, link or tab that says this, and clicks it. */
    public void press(String text) {
        String found =
                "[...document.querySelectorAll('button, a, [role=tab], summary')].filter(e => e.textContent.trim() === "
                        + quoted(text) + " && !e.disabled && e.checkVisibility()).at(-1)";
        await(found);
        eval(found + ".click()");
    }

    /** Puts a text into a field, as if it was typed. */
    public void fill(String selector, String text) {
        await(element(selector) + "?.checkVisibility()");
        eval("{ const e = " + element(selector) + "; e.focus(); e.select?.(); }");
        ask("Input.insertText", tools.params().put("text", text));
    }

    /** Chooses a value of a select, a range or a checkbox. */
    public void choose(String selector, String value) {
        await(element(selector));
        eval("{ const e = " + element(selector) + "; e.value = " + quoted(value)
                + "; e.dispatchEvent(new Event('input', {bubbles: true}));"
                + " e.dispatchEvent(new Event('change', {bubbles: true})); }");
    }

    /** Presses a key, e.g. {@code Enter}, {@code ArrowDown} or {@code k}. @param modifiers 2 with Ctrl */
    public void key(String key, int modifiers) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            ObjectNode params = tools.params().put("type", type).put("key", key).put("modifiers", modifiers);
            params.put("windowsVirtualKeyCode", code(key));
            ask("Input.dispatchKeyEvent", params);
        }
    }

    private static int code(String key) {
        return switch (key) {
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "Tab" -> 9;
            case "PageDown" -> 34;
            case "End" -> 35;
            case "Home" -> 36;
            case "ArrowUp" -> 38;
            case "ArrowDown" -> 40;
            case "ArrowRight" -> 39;
            case "ArrowLeft" -> 37;
            default -> Character.toUpperCase(key.charAt(0));
        };
    }

    /** Gives a file to an input of files. */
    public void upload(String selector, Path file) {
        await(element(selector));
        JsonNode found = ask("Runtime.evaluate", tools.params().put("expression", element(selector)));
        ObjectNode params =
                tools.params().put("objectId", found.at("/result/objectId").asText());
        params.putArray("files").add(file.toString());
        ask("DOM.setFileInputFiles", params);
    }

    /** Shows it: what is behind another one draws nothing. */
    public void show() {
        ask("Page.bringToFront", tools.params());
    }

    /** Closes it. */
    public void close() {
        ask("Page.close", tools.params());
    }

    /** Puts what is saved into a folder, without asking. */
    public void download(Path into) {
        ask("Page.setDownloadBehavior", tools.params().put("behavior", "allow").put("downloadPath", into.toString()));
    }

    /** Runs this at the start of each page that is loaded from now on. */
    public void atStart(String script) {
        ask("Page.addScriptToEvaluateOnNewDocument", tools.params().put("source", script));
    }

    /** What is in sight, as a PNG file. */
    public void picture(Path file) throws IOException {
        String data = ask("Page.captureScreenshot", tools.params().put("format", "png"))
                .get("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    private static String element(String selector) {
        return "document.querySelector(" + quoted(selector) + ")";
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
