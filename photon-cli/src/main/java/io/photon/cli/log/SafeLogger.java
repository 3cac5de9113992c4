package io.photon.cli.log;

import io.photon.cli.output.TerminalSafe;
import io.photon.journal.Journal;
import io.photon.journal.Sources;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes {@code TIME LEVEL message} and what was thrown. Names of streams, texts of exceptions and whatever else comes
 * from outside stand in messages: nothing in them begins a line of its own, moves the cursor, rings or turns the
 * direction of the text. Libraries speak only when something is wrong.
 */
final class SafeLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);
    private static final int MAX_CAUSES = 20;

    /** Null until somebody wants to know. */
    private static volatile Journal journal;

    private final Level least;

    SafeLogger(String name) {
        this.name = name;
        this.least = least(name);
    }

    static void tell(Journal toWhom) {
        journal = toWhom;
    }

    /** As the properties of slf4j's simple logger say, for a search of a fault; else as is usual. */
    private static Level least(String name) {
        for (String prefix = name;
                !prefix.isEmpty();
                prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')))) {
            String asked = System.getProperty("org.slf4j.simpleLogger.log." + prefix);
            if (asked != null) {
                return level(asked);
            }
        }
        String asked = System.getProperty("org.slf4j.simpleLogger.defaultLogLevel");
        return asked != null ? level(asked) : name.startsWith("io.photon") ? Level.INFO : Level.WARN;
    }

    private static Level level(String text) {
        for (Level each : Level.values()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        return Level.ERROR;
    }

    private boolean isEnabled(Level level) {
        return level.toInt() >= least.toInt();
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
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        StringBuilder text = new StringBuilder(120)
                .append(TIME.format(OffsetDateTime.now(ZoneOffset.UTC)))
                .append(' ')
                .append(level)
                .append(' ')
                .append(TerminalSafe.text(String.valueOf(message)))
                .append('\n');
        String lead = "";
        Throwable each = thrown;
        for (int i = 0; each != null && i < MAX_CAUSES; i++, each = each.getCause()) {
            text.append(lead).append(TerminalSafe.text(String.valueOf(each))).append('\n');
            for (StackTraceElement frame : each.getStackTrace()) {
                text.append("\tat ").append(TerminalSafe.text(frame.toString())).append('\n');
            }
            lead = "Caused by: ";
        }
        remember(level, message, thrown);
        System.err.print(text); // at once, so that lines of several threads do not mix
        System.err.flush();
    }

    /** Warnings and errors are also for those who watch the daemon; without traces, which nobody reads there. */
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
