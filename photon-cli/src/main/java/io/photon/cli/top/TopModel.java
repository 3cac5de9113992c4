// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.Filter;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.page.Action;
import io.photon.cli.top.page.KeyLine;
import io.photon.cli.top.page.TopPage;
import io.photon.cli.top.page.Views;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.Said;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard without its terminal and its daemon: readings, events and keys go in, a picture and what is wanted next
 * come out. One thread; no I/O and no clock of its own.
 */
final class TopModel {

    static final int LEAST_WIDTH = 60;
    static final int LEAST_HEIGHT = 15;

    /** Something that is wanted, and the page that is to be told. */
    record Wanted(TopPage page, Need need) {}

    /** What a key asked of the surroundings. */
    enum Wish {
        SUSPEND,
        COPY,
        EXPORT
    }

    private final ShownDaemon target;
    private final boolean readOnly;
    private final Playback playback = new Playback();
    private final Views views = new Views();
    private final Deque<TopPage> pages = new ArrayDeque<>();
    private final List<Wanted> wanted = new ArrayList<>();
    private final List<Wish> wishes = new ArrayList<>();
    private long intervalMs;
    private @Nullable Prompt prompt;
    private @Nullable Confirmation asked;
    private String message = "";
    private Tone messageTone = Tone.DIM;
    private @Nullable String lost;
    private long lostSinceMs;
    private long nowMs;
    private @Nullable String told;
    private String written = "";
    private String file = "";
    private boolean over;

    /** @param readOnly whether nothing can be changed from here */
    TopModel(ShownDaemon target, boolean readOnly, long intervalMs) {
        this.target = target;
        this.readOnly = readOnly;
        this.intervalMs = intervalMs;
        pages.push(views.page(0));
    }

    // ---- what comes in

    /** Time goes on. @param now ms since 1970 */
    void time(long now) {
        nowMs = now;
    }

    void reading(Reading reading) {
        lost = null;
        playback.add(reading);
        askAround();
    }

    /** There was no reading. */
    void lost(String why) {
        lostSinceMs = lost == null ? nowMs : lostSinceMs;
        lost = why;
    }

    /** New events, and how many were left out. */
    void arrived(List<EventRow> events, long leftOut) {
        if (!playback.isFrozen()) {
            views.arrived(events, leftOut);
        }
    }

    /** What was wanted. */
    void answered(Wanted asked, Result<byte[]> answer) {
        Need.Kind kind = asked.need().kind();
        if (!kind.isChange()) {
            asked.page().answered(asked.need(), answer);
        } else if (answer instanceof Result.Err<byte[]> err) {
            say(Said.of(err.failure()), Tone.BAD);
        } else {
            String stored =
                    kind == Need.Kind.EMIT ? FlatJson.read(answer.value()).text("order-id") : "";
            say(stored.isEmpty() ? "done" : "done: stored as " + stored, Tone.GOOD);
        }
        askAround();
    }

    /** Something to be said in the last line until the next key. */
    void say(String text, Tone tone) {
        message = text;
        messageTone = tone;
    }

    void key(Key key) {
        message = "";
        told = key.is('y') ? told : null;
        if (key.kind() == Key.Kind.LEAVE) {
            over = true;
        } else if (key.kind() == Key.Kind.SUSPEND) {
            wishes.add(Wish.SUSPEND);
        } else if (asked != null) {
            answer(asked, key);
        } else if (prompt != null) {
            type(prompt, key);
        } else {
            command(key);
        }
        askAround();
    }

    private void answer(Confirmation question, Key key) {
        Confirmation.Answer answer = question.key(key);
        if (answer == Confirmation.Answer.STILL_OPEN) {
            return;
        }
        if (answer == Confirmation.Answer.COPY) {
            wishes.add(Wish.COPY);
            return;
        }
        asked = null;
        if (answer == Confirmation.Answer.YES) {
            say("running …", Tone.DIM);
            wanted.add(new Wanted(page(), question.action().need()));
        } else {
            boolean isWrong = answer == Confirmation.Answer.WRONG_NAME;
            say((isWrong ? "that is another name; " : "") + "nothing was done", isWrong ? Tone.BAD : Tone.DIM);
        }
    }

    private void type(Prompt typed, Key key) {
        switch (key.kind()) {
            case ESCAPE -> endTyping(typed, true);
            case ENTER -> endTyping(typed, false);
            case TAB -> {
                if (typed.of() == Prompt.Of.PALETTE) {
                    typed.text(Palette.complete(typed.text(), playback.streamNames(), playback.projectionNames()));
                } else if (typed.of() == Prompt.Of.FILE) {
                    typed.text(ExportFile.otherKind(typed.text()));
                }
            }
            default -> {
                if (!typed.key(key)) {
                    endTyping(typed, true);
                } else if (typed.of() == Prompt.Of.FILTER && page().sheet() != null) {
                    page().sheet().filter(Filter.of(typed.text()));
                }
            }
        }
    }

    private void endTyping(Prompt typed, boolean isLeft) {
        prompt = null;
        if (typed.of() == Prompt.Of.FILTER) {
            if (isLeft && page().sheet() != null) {
                page().sheet().filter(Filter.NONE);
            }
        } else if (typed.of() == Prompt.Of.PAGE) {
            if (!isLeft) {
                page().typed(typed.text());
            }
        } else if (typed.of() == Prompt.Of.FILE) {
            if (isLeft || typed.text().isBlank()) {
                say("nothing was written", Tone.DIM);
            } else {
                export(typed.text().strip());
            }
        } else if (!isLeft && !typed.text().isBlank()) {
            obey(Palette.read(typed.text()));
        }
    }

    private void obey(Palette.Meaning meaning) {
        Palette.Verb verb = meaning.verb();
        if (verb == null) {
            say(meaning.problem(), Tone.BAD);
            return;
        }
        switch (verb) {
            case OVERVIEW, PROJECTIONS, SUBSCRIBERS, TAIL, STORAGE, MUON, LOG -> view(Views.numbered(verb.word()));
            case STREAMS -> {
                views.listStreams(meaning.argument());
                view(1);
            }
            case STREAM -> {
                TopPage events = Views.events(meaning.argument(), 0);
                open(verb, meaning.argument(), playback.streamNames(), playback.isAllStreams(), events);
            }
            case PROJECTION ->
                open(verb, meaning.argument(), playback.projectionNames(), true, Views.projection(meaning.argument()));
            case EVENT -> pages.push(Views.events("__all__", Long.parseLong(meaning.argument())));
            case AT -> playback.rewindTo(nowMs - meaning.ms());
            case INTERVAL -> every(Math.max(100, meaning.ms()));
            case EXPORT -> {
                if (meaning.argument().isEmpty()) {
                    askForFile();
                } else {
                    export(meaning.argument());
                }
            }
            case HELP -> help();
            case QUIT -> over = true;
        }
    }

    private void open(Palette.Verb verb, String name, List<String> known, boolean isAll, TopPage next) {
        String unknown = Palette.unknown(verb.word(), name, known, isAll);
        if (unknown.isEmpty()) {
            pages.push(next);
        } else {
            say(unknown, Tone.BAD);
        }
    }

    private void command(Key key) {
        if (act(key) || page().key(key)) {
            return;
        }
        String question = page().asksFor(key);
        if (question != null) {
            prompt = new Prompt(Prompt.Of.PAGE, question, "");
            return;
        }
        if (page().sheet() != null && page().sheet().key(key)) {
            return;
        }
        switch (key.kind()) {
            case ENTER, RIGHT -> enter();
            case ESCAPE -> leavePage(false);
            case LEFT -> {
                if (pages.size() > 1) {
                    pages.pop();
                }
            }
            case TAB -> nextView(1);
            case BACK_TAB -> nextView(-1);
            case HELP -> help();
            case CHAR -> letter(key.letter());
            default -> {
                // a key without a meaning here
            }
        }
    }

    private void enter() {
        TopPage next = page().enter();
        if (next != null) {
            pages.push(next);
        } else {
            say("there is nothing to open here", Tone.DIM);
        }
    }

    private boolean act(Key key) {
        for (Action action : page().actions()) {
            if (key.is(action.key())) {
                if (readOnly) {
                    say("--read-only: nothing is changed from here", Tone.BEHIND);
                } else {
                    asked = new Confirmation(action, target);
                }
                return true;
            }
        }
        return false;
    }

    private void letter(char letter) {
        switch (letter) {
            case 'q' -> leavePage(true);
            case '?' -> help();
            case '/' -> {
                if (page().sheet() != null) {
                    prompt = new Prompt(
                            Prompt.Of.FILTER, "/", page().sheet().filter().typed());
                } else {
                    say("there are no rows to filter here", Tone.DIM);
                }
            }
            case ':' -> prompt = new Prompt(Prompt.Of.PALETTE, ":", "");
            case ' ' -> playback.freeze();
            case '[' -> playback.rewind(5);
            case ']' -> playback.rewind(-5);
            case '0' -> playback.now();
            case '+' -> every(Intervals.shorter(intervalMs));
            case '-' -> every(Intervals.longer(intervalMs));
            case 'c' -> {
                told = page().command();
                say("$ " + told, Tone.ACCENT);
            }
            case 'y' -> wishes.add(Wish.COPY);
            case 'x' -> askForFile();
            default -> {
                if (letter >= '1' && letter - '1' < views.count()) {
                    view(letter - '1');
                } else {
                    say("'" + letter + "' has no meaning here; ? tells the keys", Tone.DIM);
                }
            }
        }
    }

    private void help() {
        if (!Views.isHelp(page())) {
            pages.push(Views.help(page(), readOnly));
        }
    }

    /** The time of day is in the name, so that there is seldom such a file. */
    private void askForFile() {
        if (page().exported() == null) {
            say("there is no data to write here", Tone.DIM);
        } else {
            prompt = new Prompt(Prompt.Of.FILE, "write to ", ExportFile.name(page().title(), nowMs));
        }
    }

    private void export(String name) {
        List<Exported> rows = page().exported();
        if (rows == null) {
            say("there is no data to write here", Tone.DIM);
            return;
        }
        file = name;
        Result<String> text = ExportFile.text(name, rows);
        if (text instanceof Result.Ok<String> ok) {
            written = ok.value();
            wishes.add(Wish.EXPORT);
        } else {
            say(Said.of(text.failure()), Tone.BAD);
        }
    }

    private void nextView(int by) {
        view(Math.floorMod(views.indexOf(pages.peekLast()) + by, views.count()));
    }

    private void view(int index) {
        pages.clear();
        pages.push(views.page(index));
    }

    private void leavePage(boolean leavesViews) {
        if (pages.size() > 1) {
            pages.pop();
        } else if (page().sheet() != null && !page().sheet().filter().isNone()) {
            page().sheet().filter(Filter.NONE);
        } else if (leavesViews) {
            over = true;
        } else {
            view(0);
        }
    }

    private void every(long ms) {
        intervalMs = ms;
        say("a reading every " + Intervals.text(ms), Tone.DIM);
    }

    /** Lets the page see what there is now, and takes up what it wants to know. */
    private void askAround() {
        page().look(moment());
        for (Need need : page().needs(moment())) {
            wanted.add(new Wanted(page(), need));
        }
    }

    // ---- what goes out

    TopPage page() {
        return pages.peek();
    }

    boolean isOver() {
        return over;
    }

    long intervalMs() {
        return intervalMs;
    }

    /** Whether new events are looked at, so that they are to be read. */
    boolean wantsTail() {
        return views.isTail(pages.peekLast()) && !playback.isFrozen();
    }

    /** Only streams that begin so are to be read; empty for all. */
    String prefix() {
        return views.prefix();
    }

    /** What is wanted since the last call. */
    List<Wanted> takeWanted() {
        List<Wanted> all = List.copyOf(wanted);
        wanted.clear();
        return all;
    }

    List<Wish> takeWishes() {
        List<Wish> all = List.copyOf(wishes);
        wishes.clear();
        return all;
    }

    /** What is to be copied: of a question its command, a command that is told, else what is selected; null for nothing. */
    @Nullable String copied() {
        return asked != null ? asked.command() : told != null ? told : page().copied();
    }

    private Moment moment() {
        return new Moment(target, playback.readings(), playback.back(), nowMs, lost, nowMs - lostSinceMs);
    }

    /** The picture for a terminal of this size. */
    Frame frame(int width, int height) {
        Frame frame = new Frame(Math.max(1, width), Math.max(1, height));
        if (width < LEAST_WIDTH || height < LEAST_HEIGHT) {
            frame.put(0, 0, "photon top needs " + LEAST_WIDTH + "×" + LEAST_HEIGHT, Tone.BEHIND);
            frame.put(0, 1, "this terminal is " + width + "×" + height, Tone.PLAIN);
            return frame;
        }
        Moment moment = moment();
        int top = Header.paint(frame, moment, playback.isFrozen(), !page().showsSpeeds());
        page().paint(frame, top, height - 2, moment);
        if (lost != null) {
            frame.fade(2, height - 2);
        }
        if (asked != null) {
            asked.paint(frame, height - 2);
        } else {
            Views.paint(frame, height - 2, views.indexOf(pages.peekLast()));
            lastLine(frame, height - 1);
        }
        return frame;
    }

    private void lastLine(Frame frame, int y) {
        if (prompt != null) {
            boolean isPalette = prompt.of() == Prompt.Of.PALETTE;
            List<String> fitting = isPalette
                    ? Palette.fitting(prompt.text(), playback.streamNames(), playback.projectionNames())
                    : List.of();
            prompt.paint(frame, y, isPalette ? String.join("  ", fitting) : prompt.remark());
        } else if (!message.isEmpty()) {
            frame.put(1, y, message, messageTone);
        } else {
            Sheet<?> sheet = page().sheet();
            String filtered = sheet == null ? "" : sheet.filtered();
            int x = frame.put(1, y, filtered, Tone.BEHIND) + (filtered.isEmpty() ? 0 : 2);
            frame.put(x, y, KeyLine.of(page(), pages.size() > 1, readOnly, frame.width() - 1 - x), Tone.DIM);
        }
    }

    /** The text that is to be written to {@link #file}. */
    String export() {
        return written;
    }

    /** The name of the file that the last wish to export is about. */
    String file() {
        return file;
    }
}
