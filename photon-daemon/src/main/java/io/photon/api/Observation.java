// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.journal.Journal;
import io.photon.log.BusyStream;
import io.photon.log.BusyStreams;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.log.SubscriberState;
import io.photon.result.Excerpt;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.text.Utf8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What someone who watches a daemon asks besides its counters: what went wrong, who reads, what is busy. Every answer is
 * JSON, the same at every door, and bounded. Thread-safe; {@link #busiest} may wait for the disk.
 */
final class Observation {

    /** Most entries of the log, and most subscribers, in an answer. */
    public static final int MOST_ROWS = 1_000;

    /** Most streams in an answer of {@link #busiest}. */
    public static final int MOST_STREAMS = 500;

    /** How many rows an answer has when no one says. */
    public static final int ROWS = 100;

    /** Of {@link #subscribers}: no page in the order of ids, but those furthest from the head. */
    public static final long WORST_FIRST = -1;

    /** Names of streams are as long as people make them. */
    private static final int MAX_TEXT = 300;

    private final EventLog log;
    private final Journal journal;

    Observation(EventLog log, Journal journal) {
        this.log = log;
        this.journal = journal;
    }

    /** How much went wrong since the start, for the counters. */
    Map<String, Object> totals() {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("warnings", journal.total(Journal.Level.WARN));
        totals.put("errors", journal.total(Journal.Level.ERROR));
        totals.put("refused-logins", journal.total(Journal.Level.REFUSED));
        return totals;
    }

    /**
     * The newest warnings, errors and refused logins after an entry, oldest first.
     *
     * @param after the number of an entry, 0 for none
     * @param limit how many; more than {@link #MOST_ROWS} are not told
     */
    Result<byte[]> log(long after, long limit) {
        long last = journal.last(); // before the entries: what comes in between is told twice, and never missed
        JsonWriter json = new JsonWriter(1_024).object().field("entries").array();
        for (Journal.Entry entry : journal.after(after, (int) Math.min(limit, MOST_ROWS))) {
            json.object()
                    .field("number", entry.number())
                    .field("time", entry.timeMs())
                    .field("first-time", entry.firstMs())
                    .field("count", entry.count())
                    .field("level", entry.level().word())
                    .field("source", entry.source())
                    .field("message", entry.message())
                    .endObject();
        }
        return Result.ok(json.endArray().field("last", last).endObject().bytes());
    }

    /**
     * Who reads events now.
     *
     * @param after in the order of ids, those after this one; {@link #WORST_FIRST} for those furthest from the head
     * @param limit how many; more than {@link #MOST_ROWS} are not told
     */
    Result<byte[]> subscribers(long after, long limit) {
        List<SubscriberState> all = log.subscribers();
        Comparator<SubscriberState> byId = Comparator.comparingLong(SubscriberState::id);
        List<SubscriberState> some = all.stream()
                .filter(each -> each.id() > after)
                .sorted(after >= 0 ? byId : FURTHEST_FIRST.thenComparing(byId))
                .limit(Math.min(limit, MOST_ROWS))
                .toList();
        long head = log.head();
        JsonWriter json = new JsonWriter(64 + some.size() * 256)
                .object()
                .field("subscribers")
                .array();
        some.forEach(each -> add(json, each, head));
        return Result.ok(json.endArray()
                .field("total", all.size())
                .field("slow", all.stream().filter(SubscriberState::isSlow).count())
                .endObject()
                .bytes());
    }

    private static final Comparator<SubscriberState> FURTHEST_FIRST = Comparator.comparing(SubscriberState::isSlow)
            .thenComparing(SubscriberState::isLagLeast)
            .thenComparingLong(state -> state.isLagLeast() ? -state.position() : state.lagEvents())
            .reversed();

    private static void add(JsonWriter json, SubscriberState state, long head) {
        json.object()
                .field("id", state.id())
                .field("who", Excerpt.of(state.by().who(), MAX_TEXT))
                .field("door", state.by().door())
                .field("stream-name", Excerpt.of(state.stream(), MAX_TEXT))
                .field(
                        "stream-type",
                        state.type().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .field("since", state.sinceMs())
                .field("position", state.position())
                .field("delivered", state.delivered())
                .field("lag-events", state.lagEvents())
                .field("lag-is-least", state.isLagLeast())
                .field("head", head)
                .field("slow", state.isSlow())
                .field("waiting", state.isWaiting())
                .endObject();
    }

    /**
     * The streams that got most events in the last minute, the busiest first.
     *
     * @param limit how many, see {@link #MOST_STREAMS}
     * @param visible which of them are told
     * @param sizes how large they are
     */
    Result<byte[]> busiest(long limit, Predicate<String> visible, StreamSizes sizes) {
        StreamSizes.Listing measuring = sizes.begin();
        BusyStreams busy = log.busiest(MOST_STREAMS);
        List<BusyStream> told = busy.streams().stream()
                .filter(each -> visible.test(each.name()))
                .limit(Math.min(limit, MOST_STREAMS))
                .toList();
        EventReader reader = log.reader();
        JsonWriter json = new JsonWriter(64 + told.size() * 128)
                .object()
                .field("seconds")
                .raw(Utf8.bytes(String.format(Locale.ROOT, "%.1f", busy.millis() / 1_000.0)))
                .field("streams")
                .array();
        Map<String, Long> recent = new HashMap<>();
        List<StreamSummary> streams = new ArrayList<>();
        try {
            for (BusyStream each : told) {
                recent.put(each.name(), each.events());
                // None when it was deleted since.
                reader.stream(each.name()).map(StreamSummary::of).ifPresent(streams::add);
            }
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
        measuring
                .measured(streams)
                .forEach(stream -> stream.write(json.object())
                        .field("recent-events", recent.getOrDefault(stream.name(), 0L))
                        .endObject());
        return Result.ok(json.endArray().endObject().bytes());
    }
}
