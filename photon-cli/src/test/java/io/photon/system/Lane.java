// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client that changes a stream of its own step by step, and a model of what the stream must hold: written from the
 * promises alone, it shares no code with the product. At a crash at most one step is open: its effect is there as a whole or
 * not at all, and {@link #settle} finds out which.
 */
final class Lane implements Runnable {

    private static final int BATCH = 40;
    private static final int RESTORED = 300;

    /** What the stream holds: keys of events in order. */
    private record Content(List<String> keys) {
        Content plus(List<String> more) {
            List<String> all = new ArrayList<>(keys);
            all.addAll(more);
            return new Content(all);
        }
    }

    /** Changes the stream in one step. */
    private interface Step {
        HttpResponse<String> send() throws IOException;
    }

    private final String stream;
    private final Random random;
    private Content content = new Content(List.of());
    /** After the open step, should it have happened; null when none is open. */
    private Content perhaps;

    private String lastIdentified;
    private int made;
    private final List<String> unexpected = new ArrayList<>();

    private HttpDoor door;
    private AtomicBoolean over;

    Lane(String stream, long seed) {
        this.stream = stream;
        this.random = new Random(seed);
    }

    String stream() {
        return stream;
    }

    /** Answers that no step of a lane may get. */
    List<String> unexpected() {
        return unexpected;
    }

    /** Works on this daemon from now on, until it is gone or {@code end} is set. */
    Thread start(HttpDoor daemon, AtomicBoolean end) {
        door = daemon;
        over = end;
        Thread thread = new Thread(this, stream);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        try {
            repeatLast();
            while (!over.get()) {
                step();
            }
        } catch (IOException e) {
            return; // the daemon is gone: that is what it is about
        }
    }

    /** An emit with a local-id may be sent again after a crash: it is there once. */
    private void repeatLast() throws IOException {
        if (lastIdentified == null) {
            return;
        }
        String key = lastIdentified;
        lastIdentified = null;
        if (content.keys().contains(key)) {
            change(content, () -> door.emit(event(key, key)));
        } else {
            change(content.plus(List.of(key)), () -> door.emit(event(key, key)));
        }
    }

    private void step() throws IOException {
        int dice = random.nextInt(100);
        if (dice < 60) {
            String key = key();
            lastIdentified = key;
            change(content.plus(List.of(key)), () -> door.emit(event(key, key)));
            lastIdentified = null;
        } else if (dice < 85) {
            List<String> keys = keys(1 + random.nextInt(BATCH));
            change(content.plus(keys), () -> door.post("/api/events?atomic=true", "application/x-ndjson", lines(keys)));
        } else if (dice < 93) {
            if (!content.keys().isEmpty()) {
                change(new Content(List.of()), () -> door.delete("/api/stream/" + stream));
            }
        } else {
            List<String> keys = keys(RESTORED);
            String backup = stored(keys);
            change(
                    content.plus(keys),
                    () -> door.post("/api/restore?as-new=true&allow-incomplete=true", "application/x-ndjson", backup));
        }
    }

    private void change(Content after, Step step) throws IOException {
        perhaps = after;
        HttpResponse<String> answer = step.send();
        if (answer.statusCode() == 200) {
            content = after;
            perhaps = null;
        } else if (answer.statusCode() == 503 && answer.body().contains("another restore is running")) {
            perhaps = null; // another lane's
        } else if (answer.body().contains("outcome-unknown")) {
            throw new IOException("as good as no answer");
        } else {
            perhaps = null;
            if (!over.get()) {
                unexpected.add(answer.statusCode() + " " + answer.body());
            }
        }
    }

    private String key() {
        return stream + "/" + made++;
    }

    private List<String> keys(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key());
        }
        return keys;
    }

    private String lines(List<String> keys) {
        StringBuilder lines = new StringBuilder();
        keys.forEach(key -> lines.append(event(key, null)).append('\n'));
        return lines.toString();
    }

    private String event(String key, String localId) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\","
                + (localId == null ? "" : "\"local-id\":\"" + localId + "\",") + "\"payload\":{\"key\":\"" + key
                + "\",\"filler\":\"" + "x".repeat(Math.floorMod(key.hashCode(), 400))
                + "\"}}"; // the same when repeated
    }

    /** As a replay of another store has them. */
    private String stored(List<String> keys) {
        StringBuilder lines = new StringBuilder();
        long orderId = 1_700_000_000_000_000L;
        for (String key : keys) {
            lines.append("{\"order-id\":")
                    .append(orderId++)
                    .append(",\"event-time\":1700000000000,")
                    .append(event(key, null).substring(1))
                    .append('\n');
        }
        return lines.toString();
    }

    /**
     * Compares the stream with the model, and takes over what an open step has come to.
     *
     * @param keys what the stream holds
     * @return what is wrong, null when nothing is
     */
    String settle(List<String> keys) {
        Content found = new Content(keys);
        if (perhaps != null && found.equals(perhaps)) {
            content = perhaps;
            perhaps = null;
            return null;
        }
        if (found.equals(content)) {
            perhaps = null;
            return null;
        }
        return stream + " holds " + keys.size() + " events, not the "
                + content.keys().size()
                + (perhaps == null ? "" : " or " + perhaps.keys().size())
                + " that it was promised to; first difference at "
                + firstDifference(keys, content.keys());
    }

    private static int firstDifference(List<String> one, List<String> other) {
        int at = 0;
        while (at < Math.min(one.size(), other.size()) && one.get(at).equals(other.get(at))) {
            at++;
        }
        return at;
    }
}
