// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.io.PrintStream;

/**
 * How far a long command is, on stderr: a bar that redraws itself on a terminal, else one line at the start and one at
 * the end, and with {@code plain} one every 30 s. Updates are cheap and may come from any thread.
 */
public final class Progress implements AutoCloseable {

    private static final long BAR_EVERY_NANOS = 200_000_000L;
    private static final long PLAIN_EVERY_NANOS = 30_000_000_000L;

    private final Report report;
    private final String unit;
    private final PrintStream err;
    private final boolean bar;
    private final boolean plain;
    private final boolean silent;
    private final long everyNanos;
    private final long startNanos = System.nanoTime();
    private final int width;
    private long totalBytes;
    private long totalItems;
    private volatile long items;
    private volatile long bytes;
    private long nextNanos;
    private boolean drawn;

    /**
     * @param unit what is counted, in the plural, e.g. {@code events}
     * @param totalBytes how many bytes there will be, 0 when unknown
     */
    Progress(Report report, String unit, long totalBytes, String mode) {
        this.report = report;
        this.unit = unit;
        this.err = report.console().err();
        this.totalBytes = totalBytes;
        this.silent = mode.equals("none");
        this.bar = mode.equals("bar")
                || (mode.equals("auto")
                        && report.console().isErrTerminal()
                        && !"dumb".equals(report.console().environment().get("TERM")));
        this.plain = mode.equals("plain");
        this.everyNanos = bar ? BAR_EVERY_NANOS : plain ? PLAIN_EVERY_NANOS : Long.MAX_VALUE / 2;
        this.nextNanos = startNanos + everyNanos;
        this.width = bar ? report.console().width() : 0;
    }

    /** Says that it begins. */
    public void begin(String text) {
        if (!bar && !silent) {
            report.note(text);
        }
    }

    /** Whether a bar is drawn, so that an estimate is worth a question. */
    public boolean isBar() {
        return bar;
    }

    /** Whether a line every 30 s was asked for. */
    public boolean isPlain() {
        return plain;
    }

    /** Tells how many items there will be, for the estimate. */
    public void expectItems(long count) {
        totalItems = count;
    }

    /** Something moved: the counts so far. */
    public void at(long itemsNow, long bytesNow) {
        items = itemsNow;
        bytes = bytesNow;
        if (!silent && System.nanoTime() - nextNanos >= 0) {
            show();
        }
    }

    private synchronized void show() {
        long now = System.nanoTime();
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + everyNanos;
        if (bar) {
            err.print("\r" + fitted(line()) + "\u001b[K");
            err.flush();
            drawn = true;
        } else {
            report.note(line());
        }
    }

    private String fitted(String text) {
        return Columns.cut(text, Math.max(10, width - 1), report.console().ellipsis());
    }

    private String line() {
        double seconds = Math.max(1e-3, (System.nanoTime() - startNanos) / 1e9);
        StringBuilder text = new StringBuilder(80);
        double done = totalItems > 0 ? (double) items / totalItems : totalBytes > 0 ? (double) bytes / totalBytes : -1;
        if (done >= 0) {
            done = Math.min(1, done);
            int filled = (int) (done * 20);
            text.append('[')
                    .append("#".repeat(filled))
                    .append("-".repeat(20 - filled))
                    .append("] ")
                    .append((int) (done * 100))
                    .append("% ");
        }
        text.append(Units.grouped(items)).append(' ').append(unit);
        if (bytes > 0) {
            text.append(", ").append(Units.size(bytes));
        }
        text.append(", ")
                .append(Units.grouped((long) (items / seconds)))
                .append(' ')
                .append(unit)
                .append("/s");
        if (done > 0.001 && done < 1) {
            text.append(", ").append(Units.duration(seconds / done - seconds)).append(" left");
        }
        return text.toString();
    }

    /** Clears the bar, so that the next line stands alone. */
    public synchronized void clear() {
        if (drawn) {
            err.print("\r\u001b[K");
            err.flush();
            drawn = false;
        }
    }

    /** Says that it ended well. */
    public void end(String text) {
        clear();
        if (!silent) {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            report.note(text + " in " + Units.duration(seconds));
        }
    }

    @Override
    public void close() {
        clear();
    }
}
