// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.Said;
import io.photon.cli.top.screen.Tone;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The past of a projection: after which event it is looked at, what its value was then, how that differs from now, and
 * the search for the first event after which something holds. State, without I/O; one thread.
 */
final class ProjectionPast {

    private final String projection;
    /** Events that the projection reads, newest first, as far back as was looked. */
    private final List<EventRow> events = new ArrayList<>();

    private final List<Need> wanted = new ArrayList<>();
    /** Which of the events is looked at; below 0 for now. */
    private int at = -1;
    /** Whether one event further back is to be looked at once it is read. */
    private boolean isSteppingBack;

    /** Whether there is none before the last of the events. */
    private boolean isWhole;
    /** Whether there may be some after the first of them: it was found, not stepped to. */
    private boolean isCutOff;

    private String stream = "";
    private boolean showsDiff;
    private byte @Nullable [] value;
    private byte @Nullable [] diff;
    private String message = "";
    private Tone messageTone = Tone.DIM;

    ProjectionPast(String projection) {
        this.projection = projection;
    }

    boolean isPast() {
        return at >= 0;
    }

    /** The event after which the value is shown, null for now. */
    @Nullable EventRow event() {
        return at < 0 ? null : events.get(at);
    }

    boolean showsDiff() {
        return isPast() && showsDiff;
    }

    /** The value then, or how it differs from now; null as long as it is not known. */
    byte @Nullable [] shown() {
        return showsDiff ? diff : value;
    }

    String message() {
        return message;
    }

    Tone messageTone() {
        return messageTone;
    }

    /** What it wants to know since the last call. */
    List<Need> takeWanted() {
        List<Need> all = List.copyOf(wanted);
        wanted.clear();
        return all;
    }

    /**
     * One event back.
     *
     * @param read the stream that the projection reads
     * @param position up to where it has read
     */
    void back(String read, long position) {
        say("", Tone.DIM);
        stream = read;
        if (at + 1 < events.size()) {
            move(at + 1);
        } else if (isWhole) {
            say("there is no event before this one", Tone.DIM);
        } else if (!isSteppingBack) {
            isSteppingBack = true;
            say("reading …", Tone.DIM);
            long upTo =
                    events.isEmpty() ? position : events.get(events.size() - 1).orderId() - 1;
            wanted.add(new Need(Need.Kind.EVENTS, stream, Math.max(1, upTo)));
        }
    }

    /** One event forward; after the newest, to now. */
    void forward() {
        say(isPast() ? "" : "this is now", Tone.DIM);
        if (at == 0 && isCutOff) {
            isCutOff = false;
            say("reading …", Tone.DIM);
            wanted.add(new Need(Need.Kind.EVENTS_AFTER, stream, newest()));
        } else if (isPast()) {
            move(at - 1);
        }
    }

    /** To now, and what was read of the past is read anew. */
    void now() {
        at = -1;
        events.clear();
        isWhole = false;
        isSteppingBack = false;
        isCutOff = false;
        value = null;
        diff = null;
    }

    /** The difference to now, or the value again. @param position up to where the projection has read */
    void toggleDiff(long position) {
        if (!isPast()) {
            say("this is now; , steps back to what it is to be compared with", Tone.DIM);
            return;
        }
        showsDiff = !showsDiff;
        ask(position);
    }

    /** Looks for the first event after which a condition holds. @param read the stream that the projection reads */
    void bisect(String read, String condition) {
        stream = read;
        say("looking for the first event after which " + condition + " …", Tone.DIM);
        wanted.add(new Need(Need.Kind.BISECT, projection, 0, 0, condition));
    }

    private void move(int to) {
        at = to;
        value = null;
        diff = null;
        if (at < 0) {
            now();
        } else {
            ask(0);
        }
    }

    private void ask(long position) {
        long from = events.get(at).orderId();
        if (!showsDiff && value == null) {
            wanted.add(new Need(Need.Kind.VALUE, projection, from));
        } else if (showsDiff && diff == null) {
            wanted.add(new Need(Need.Kind.DIFF, projection, from, Math.max(position, newest()), ""));
        }
    }

    private long newest() {
        return events.get(0).orderId();
    }

    private void say(String text, Tone tone) {
        message = text;
        messageTone = tone;
    }

    void answered(Need need, Result<byte[]> answer) {
        if (answer instanceof Result.Err<byte[]> err) {
            Failure failure = err.failure();
            isSteppingBack = false;
            say(Said.of(failure), Tone.BAD);
            return;
        }
        byte[] json = answer.value();
        switch (need.kind()) {
            case EVENTS -> read(EventRow.all(json));
            case EVENTS_AFTER -> readAfter(need.at(), EventRow.all(json));
            case BISECT -> found(json, need.text());
            case VALUE -> value = isStill(need) ? json : value;
            case DIFF -> diff = isStill(need) ? json : diff;
            default -> throw new IllegalArgumentException("not asked here: " + need.kind());
        }
    }

    /** Whether an answer is about the event that is looked at now. */
    private boolean isStill(Need need) {
        EventRow looked = event();
        return looked != null && need.at() == looked.orderId();
    }

    private void read(List<EventRow> more) {
        boolean steps = isSteppingBack;
        isSteppingBack = false;
        say("", Tone.DIM);
        isWhole = more.isEmpty();
        events.addAll(more);
        if (steps && !more.isEmpty()) {
            // From now the newest event is no step back: what it made is what is shown now.
            move(Math.min(events.size() - 1, at < 0 ? 1 : at + 1));
        } else if (steps) {
            say("there is no event before this one", Tone.DIM);
        }
    }

    /** Events that came after the newest one that is known. */
    private void readAfter(long position, List<EventRow> more) {
        say("", Tone.DIM);
        if (!isPast() || newest() != position) {
            return; // gone elsewhere since
        }
        more.forEach(row -> events.add(0, row));
        isCutOff = !more.isEmpty();
        move(at + more.size() - 1);
    }

    private void found(byte[] json, String condition) {
        byte[] line = JsonFields.field(json, "event");
        EventRow event = line == null ? null : EventRow.of(line);
        if (event == null) {
            say("the answer names no event", Tone.BAD);
            return;
        }
        now();
        events.add(event);
        isCutOff = true;
        showsDiff = false;
        move(0);
        say("the first event after which " + condition, Tone.GOOD);
    }
}
