// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.log;

import io.photon.cli.output.TerminalSafe;
import io.photon.journal.Journal;
import io.photon.journal.Sources;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/**
 * One logger: what its level lets through goes to stderr in the form that {@link LogSettings} say, and warnings and errors
 * into the journal, too. Libraries speak only when something is wrong.
 */
final class SafeLogger extends LegacyAbstractLogger implements LoggingEventAware {

    private static final long serialVersionUID = 1L;

    /** Where Undertow logs what peers do to their connections, with a trace each: strangers must not fill the log with it. */
    private static final String OF_PEERS = "io.undertow.request.io";

    private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final AtomicLong NEXT_OF_PEERS = new AtomicLong(System.nanoTime());

    /** Null until it is asked for. */
    private static volatile @Nullable Journal journal;

    private static volatile LogSettings settings = LogSettings.usual();

    /** What the settings mean for this logger. @param of those it was made of */
    private record Known(LogSettings of, int least) {}

    private transient volatile @Nullable Known known;

    SafeLogger(String name) {
        this.name = name;
    }

    static void tell(Journal toWhom) {
        journal = toWhom;
    }

    static void set(LogSettings now) {
        settings = now;
    }

    static LogSettings settings() {
        return settings;
    }

    private boolean isEnabled(Level level) {
        LogSettings now = settings;
        Known mine = known;
        if (mine == null || mine.of() != now) {
            mine = new Known(now, now.least(name));
            known = mine;
        }
        return level.toInt() >= mine.least();
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isEnabled(Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        write(level, MessageFormatter.basicArrayFormat(pattern, arguments), List.of(), thrown);
    }

    /** What has fields besides its message. */
    @Override
    public void log(LoggingEvent event) {
        List<KeyValuePair> fields = event.getKeyValuePairs();
        write(
                event.getLevel(),
                MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray()),
                fields == null ? List.of() : fields,
                event.getThrowable());
    }

    private void write(Level level, String message, List<KeyValuePair> fields, Throwable thrown) {
        if (name.equals(OF_PEERS) && !isDue(level)) {
            return;
        }
        remember(level, message, thrown);
        // At once, so that lines of several threads do not mix.
        System.err.print(settings.form().entry(name, level, String.valueOf(message), fields, thrown));
        System.err.flush();
    }

    /** Whether another one may be written of those that come seldom; who asks for details gets them all. */
    private static boolean isDue(Level level) {
        long next = NEXT_OF_PEERS.get();
        long now = System.nanoTime();
        return level.toInt() <= Level.DEBUG.toInt()
                || now - next >= 0 && NEXT_OF_PEERS.compareAndSet(next, now + SELDOM_NANOS);
    }

    /** Warnings and errors are also for those who watch the daemon; without traces, which no one reads there. */
    private void remember(Level level, String message, Throwable thrown) {
        Journal told = journal;
        if (told != null && level.toInt() >= Level.WARN.toInt()) {
            told.add(
                    System.currentTimeMillis(),
                    level == Level.ERROR ? Journal.Level.ERROR : Journal.Level.WARN,
                    Sources.words(name),
                    TerminalSafe.text(thrown == null ? message : message + ": " + thrown));
        }
    }
}
