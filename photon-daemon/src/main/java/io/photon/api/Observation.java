package io.photon.api;

import io.photon.codec.JsonFields;
import io.photon.journal.Journal;
import io.photon.log.BusyStream;
import io.photon.log.BusyStreams;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.log.SubscriberState;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.store.StreamInfo;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody who watches a daemon asks besides its counters: what went wrong, who reads, what is busy. Every answer is
 * JSON, the same at every door, and bounded. Thread-safe; {@link #busiest} may wait for the disk.
 */
final class Observation {

    /** Most entries of the log, and most subscribers, in an answer. */
    public static final int MOST_ROWS = 1_000;

    /** Most streams in an answer of {@link #busiest}. */
    public static final int MOST_STREAMS = 500;

    /** How many rows an answer has when nobody says. */
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
        StringBuilder json = new StringBuilder(1_024).append("{\"entries\":[");
        String between = "";
        for (Journal.Entry entry : journal.after(after, (int) Math.min(limit, MOST_ROWS))) {
            json.append(between).append("{\"number\":").append(entry.number());
            json.append(",\"time\":").append(entry.timeMs());
            json.append(",\"first-time\":").append(entry.firstMs());
            json.append(",\"count\":").append(entry.count());
            json.append(",\"level\":\"").append(entry.level().word());
            json.append("\",\"source\":").append(JsonFields.quote(entry.source()));
            json.append(",\"message\":")
                    .append(JsonFields.quote(entry.message()))
                    .append('}');
            between = ",";
        }
        return utf8(json.append("],\"last\":").append(last).append('}'));
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
        StringBuilder json = new StringBuilder(64 + some.size() * 256).append("{\"subscribers\":[");
        String between = "";
        for (SubscriberState each : some) {
            json.append(between);
            add(json, each, head);
            between = ",";
        }
        json.append("],\"total\":").append(all.size());
        return utf8(json.append(",\"slow\":")
                .append(all.stream().filter(SubscriberState::isSlow).count())
                .append('}'));
    }

    private static final Comparator<SubscriberState> FURTHEST_FIRST = Comparator.comparing(SubscriberState::isSlow)
            .thenComparing(SubscriberState::isLagLeast)
            .thenComparingLong(state -> state.isLagLeast() ? -state.position() : state.lagEvents())
            .reversed();

    private static void add(StringBuilder json, SubscriberState state, long head) {
        json.append("{\"id\":").append(state.id());
        json.append(",\"who\":").append(JsonFields.quote(shortened(state.by().who())));
        json.append(",\"door\":").append(JsonFields.quote(state.by().door()));
        json.append(",\"stream-name\":").append(JsonFields.quote(shortened(state.stream())));
        json.append(",\"stream-type\":\"")
                .append(state.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.append("\",\"since\":").append(state.sinceMs());
        json.append(",\"position\":").append(state.position());
        json.append(",\"delivered\":").append(state.delivered());
        json.append(",\"lag-events\":").append(state.lagEvents());
        json.append(",\"lag-is-least\":").append(state.isLagLeast());
        json.append(",\"head\":").append(head);
        json.append(",\"slow\":").append(state.isSlow());
        json.append(",\"waiting\":").append(state.isWaiting()).append('}');
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /** The streams that got most events in the last minute, the busiest first. @param limit how many, see {@link #MOST_STREAMS} */
    Result<byte[]> busiest(long limit) {
        BusyStreams busy = log.busiest((int) Math.min(limit, MOST_STREAMS));
        EventReader reader = log.reader();
        StringBuilder json = new StringBuilder(64 + busy.streams().size() * 128);
        json.append("{\"seconds\":")
                .append(String.format(Locale.ROOT, "%.1f", busy.millis() / 1_000.0))
                .append(",\"streams\":[");
        String between = "";
        try {
            for (BusyStream each : busy.streams()) {
                Optional<StreamInfo> info = reader.stream(each.name()); // none when it was deleted since
                if (info.isPresent()) {
                    String summary = StreamSummary.of(info.get()).json();
                    json.append(between).append(summary, 0, summary.length() - 1);
                    json.append(",\"recent-events\":").append(each.events()).append('}');
                    between = ",";
                }
            }
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
        return utf8(json.append("]}"));
    }

    private static Result<byte[]> utf8(StringBuilder json) {
        return Result.ok(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
