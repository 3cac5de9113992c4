// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Charts;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Glyphs;
import io.photon.cli.top.screen.Tone;
import java.util.List;

/** The lines on top: which daemon, how it is, how fast it is. Pure. */
final class Header {

    private Header() {}

    private static final long MINUTE_MS = 60_000;

    /** Between two figures. */
    private static final int GAP = 3;

    private static final int LEAST_SPARK = 8;
    private static final int MOST_SPARK = 60;

    /**
     * Paints it.
     *
     * @param withSpeeds whether a third line tells how fast the daemon is: of a page that does not show it itself
     * @return the first row below it
     */
    static int paint(Frame frame, Moment moment, boolean isFrozen, boolean withSpeeds) {
        FlatJson facts = moment.facts();
        int x = frame.put(1, 0, "photon", Tone.ACCENT);
        ShownDaemon target = moment.target();
        if (target.context() != null) {
            String name = (target.production() ? "PRODUCTION " : "") + target.context();
            x = frame.put(x + 1, 0, name, target.production() ? Tone.BAD : Tone.ACCENT);
        }
        x = frame.put(x + 1, 0, target.url(), Tone.STRONG);
        if (!facts.isEmpty()) {
            x = frame.put(x + 2, 0, facts.text("backend"), Tone.PLAIN);
            x = role(frame, x, facts);
            String up = "up " + ShortNumbers.span(facts.whole("uptime-ms"));
            String head = "head " + facts.text("head");
            int headAt = frame.width() - head.length();
            if (x + 2 + up.length() + 2 <= headAt) {
                frame.put(x + 2, 0, up, Tone.PLAIN);
            }
            frame.put(headAt - 2, 0, "  " + head, Tone.PLAIN);
        }
        second(frame, moment, isFrozen);
        int rule = 2;
        if (withSpeeds) {
            speeds(frame, rule++, moment);
        }
        frame.rule(rule);
        return rule + 1;
    }

    /** Appends with the last minute, latency of acknowledgements, replays, readers: as much of it as there is room for. */
    private static void speeds(Frame frame, int y, Moment moment) {
        FlatJson facts = moment.facts();
        if (facts.isEmpty()) {
            return;
        }
        double slow = facts.number("log.slow-subscribers");
        String appends = "appends/s " + ShortNumbers.rate(moment.rate("log.appended"));
        List<String> others = List.of(
                "ack ms p50 " + ShortNumbers.millis(facts.number("log.ack-micros-p50")) + " p99 "
                        + ShortNumbers.millis(facts.number("log.ack-micros-p99")),
                "readers " + ShortNumbers.count(facts.number("log.subscribers"))
                        + (slow > 0 ? " (" + ShortNumbers.count(slow) + " slow)" : ""),
                "replayed/s " + ShortNumbers.brief(moment.rate("log.replayed")));
        int left = frame.width() - 2 - Glyphs.columns(appends);
        int shown = 0;
        for (String other : others) {
            int needs = GAP + Glyphs.columns(other);
            if (left - needs < 1 + LEAST_SPARK) {
                break;
            }
            left -= needs;
            shown++;
        }
        int spark = Math.min(MOST_SPARK, left - 1);
        int x = frame.put(1, y, appends, Tone.STRONG) + 1;
        if (spark >= LEAST_SPARK) {
            frame.put(x, y, Charts.spark(moment.rates("log.appended", MINUTE_MS, spark), spark), Tone.GOOD);
            x += spark;
        }
        for (int i = 0; i < shown; i++) {
            boolean isSlow = slow > 0 && others.get(i).startsWith("readers");
            x = frame.put(x + GAP, y, others.get(i), isSlow ? Tone.BEHIND : Tone.PLAIN);
        }
    }

    /** Of a node that is not the primary, or is followed. */
    private static int role(Frame frame, int x, FlatJson facts) {
        String role = facts.text("cluster.role");
        if (role.equals("follower")) {
            double lag = facts.number("cluster.lag-seconds");
            boolean late = lag >= 1 || facts.has("cluster.differs-at");
            String text = facts.has("cluster.differs-at")
                    ? "follower, DIFFERS"
                    : "follower, lag " + Math.round(lag * 10) / 10.0 + " s " + facts.text("cluster.lag-events")
                            + " events";
            return frame.put(x + 2, 0, text, late ? Tone.BAD : Tone.GOOD);
        }
        if (role.equals("retired")) {
            return frame.put(x + 2, 0, "retired, epoch " + facts.text("cluster.epoch"), Tone.BAD);
        }
        if (role.equals("standby")) {
            String writer = facts.text("cluster.primary");
            String text = writer.isEmpty() ? "standby" : "standby, " + writer + " writes";
            return frame.put(x + 2, 0, text, Tone.PLAIN);
        }
        long followers = facts.whole("cluster.followers");
        return followers == 0
                ? x
                : frame.put(x + 2, 0, "primary of " + Units.counted(followers, "follower"), Tone.PLAIN);
    }

    /** How fast its disk is, or how many groups of events a second go into a store that several Photons share. */
    private static int store(Frame frame, int x, Moment moment) {
        FlatJson facts = moment.facts();
        if (facts.has("store.epoch") && !facts.has("store.last-fsync-micros")) {
            int next = facts.has("store.slots")
                    ? frame.put(x + 3, 1, "slots/s " + ShortNumbers.brief(moment.rate("store.slots")), Tone.PLAIN)
                    : x;
            return frame.put(next + 3, 1, "epoch " + facts.text("store.epoch"), Tone.PLAIN);
        }
        String fsync = "fsync " + ShortNumbers.millis(facts.number("store.last-fsync-micros")) + " ms";
        return frame.put(x + 3, 1, fsync, Tone.PLAIN);
    }

    private static void second(Frame frame, Moment moment, boolean isFrozen) {
        FlatJson facts = moment.facts();
        if (moment.lost() != null) {
            String since = moment.lostMs() < 1_000 ? "lost" : "lost for " + ShortNumbers.span(moment.lostMs());
            frame.put(1, 1, "✗ " + since + ", retrying: " + moment.lost(), Tone.BAD);
            return;
        }
        Reading now = moment.now();
        if (now == null || facts.isEmpty()) {
            frame.put(1, 1, "connecting …", Tone.DIM);
            return;
        }
        if (isFrozen || moment.back() > 0) {
            String what = isFrozen ? "‖ FROZEN " : "◀◀ REWOUND ";
            String keys = isFrozen ? "space goes on" : "] forward  0 now";
            frame.put(1, 1, what + ShortNumbers.span(moment.nowMs() - now.atMs()) + " ago   " + keys, Tone.BEHIND);
            return;
        }
        String state = facts.text("state");
        boolean standsBy = facts.text("cluster.role").equals("standby") && !facts.has("cluster.trouble");
        boolean isWell = state.equals("writable") || standsBy;
        int x = frame.put(1, 1, (isWell ? "● " : "✗ ") + (standsBy ? "standby" : state), isWell ? Tone.GOOD : Tone.BAD);
        x = store(frame, x, moment);
        if (facts.has("disk-free-bytes")) { // not of a store in memory
            double free = facts.number("disk-free-bytes");
            String disk = "disk " + Units.size(Math.round(free)) + " free";
            x = frame.put(x + 3, 1, disk, free < 1e9 ? Tone.BAD : Tone.PLAIN);
        }
        double used = facts.number("heap-used-bytes");
        double most = facts.number("heap-max-bytes");
        x = frame.put(
                x + 3,
                1,
                "heap " + Math.round(used / 1048576) + "/" + Math.round(most / 1048576) + " MiB",
                used > most * 0.9 ? Tone.BEHIND : Tone.PLAIN);
        if (facts.has("muon.connected")) {
            boolean connected = facts.text("muon.connected").equals("true");
            String amqp = "AMQP " + (connected ? "● connected" : "○ off");
            boolean fits = x + 3 + Glyphs.columns(amqp) <= frame.width();
            frame.put(x + 3, 1, fits ? amqp : amqp.substring(0, 6), connected ? Tone.GOOD : Tone.DIM);
        }
    }
}
