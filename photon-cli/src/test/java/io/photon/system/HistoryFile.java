// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A history as docs/check-history.md has it, of clients that ask several daemons. Thread-safe. */
final class HistoryFile implements AutoCloseable {

    private final PrintWriter out;
    private final long origin = System.nanoTime();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();

    HistoryFile(Path file) {
        try {
            out = new PrintWriter(Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private ObjectNode line(String op, long time) {
        return HttpDoor.JSON.createObjectNode().put("op", op).put("time", time);
    }

    private synchronized void write(JsonNode line) {
        out.println(line);
    }

    /** Emits an event with this key as its local-id, once. @return whether it was answered as stored, refused, or neither */
    String emit(HttpDoor door, String stream, String key) {
        String id = String.valueOf(attempts.incrementAndGet());
        ObjectNode invoke = line("invoke", now()).put("id", id).put("key", key).put("stream-name", stream);
        write(invoke);
        ObjectNode event = HttpDoor.JSON
                .createObjectNode()
                .put("stream-name", stream)
                .put("event-type", "T")
                .put("local-id", key)
                .put("payload", "sent as attempt " + id);
        ObjectNode answer;
        try {
            HttpResponse<String> response = door.emit(event.toString());
            long time = now();
            JsonNode body = HttpDoor.JSON.readTree(response.body());
            String code = body.path("code").asText();
            if (response.statusCode() == 200) {
                answer = line("ok", time).put("order-id", body.get("order-id").longValue());
                stored.incrementAndGet();
            } else {
                boolean isRefused = !List.of("outcome-unknown", "timed-out", "unreachable", "")
                        .contains(code);
                answer = line(isRefused ? "fail" : "unknown", time).put("error", response.body());
            }
        } catch (ConnectException e) { // no byte of it was sent
            answer = line("fail", now()).put("error", e.toString());
        } catch (IOException e) {
            answer = line("unknown", now()).put("error", e.toString());
        }
        write(answer.put("id", id));
        return answer.get("op").asText();
    }

    /** Reads what there is from an order-id on. @param isToItsEnd whether it must have all that was answered @return one past the last */
    long read(HttpDoor door, String reader, String stream, long from, boolean isToItsEnd) throws IOException {
        ObjectNode start = line("read-start", now())
                .put("reader", reader)
                .put("stream-name", stream)
                .put("from", from);
        HttpResponse<String> response = door.get("/api/replay/" + HttpDoor.encode(stream) + "?type=cold&from=" + from);
        if (response.statusCode() != 200) {
            return from;
        }
        List<String> lines = response.body().lines().toList();
        synchronized (this) {
            write(start);
            for (String line : lines) {
                JsonNode event = HttpDoor.JSON.readTree(line);
                if (event.has("order-id")) {
                    from = event.get("order-id").longValue() + 1;
                    write(line("read", now())
                            .put("reader", reader)
                            .put("order-id", from - 1)
                            .put("key", event.path("local-id").asText()));
                }
            }
            if (isToItsEnd) {
                write(line("read-end", now()).put("reader", reader));
            }
        }
        return from;
    }

    /** What is stored in the end. @return how many events */
    synchronized int log(HttpDoor door, String stream) throws IOException {
        List<String> events = door.replay(stream);
        events.forEach(out::println);
        write(HttpDoor.JSON.createObjectNode().put("op", "log-end").put("events", events.size()));
        return events.size();
    }

    /** How many answers have said that an event is stored. */
    long stored() {
        return stored.get();
    }

    @Override
    public synchronized void close() {
        out.close();
    }
}
