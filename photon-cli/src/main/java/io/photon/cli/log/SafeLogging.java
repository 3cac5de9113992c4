// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.log;

import io.photon.journal.Journal;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The one way from any logger, ours and those of libraries, to stderr; slf4j makes it by its name. */
public final class SafeLogging implements SLF4JServiceProvider {

    private final ConcurrentMap<String, SafeLogger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** From now on, of this process; nothing may have been logged before. */
    public static void install() {
        System.setProperty("slf4j.internal.verbosity", "WARN"); // else it says which provider it takes
        System.setProperty("slf4j.provider", SafeLogging.class.getName());
    }

    /** From now on warnings and errors of every logger of this process also go there. */
    public static void tell(Journal journal) {
        SafeLogger.tell(journal);
    }

    /**
     * From now on every logger of this process writes like this.
     *
     * @param format text or json
     * @param levels as in {@code log.level}
     */
    public static void configure(String format, List<String> levels) {
        SafeLogger.set(LogSettings.of(format, levels));
    }

    /**
     * From now on libraries say nothing, unless their level was set below {@code info}: while a process ends, they complain that
     * it does. Photon's own loggers go on.
     */
    public static void hushLibraries() {
        SafeLogger.set(SafeLogger.settings().withoutLibraries());
    }

    /** From now on what ends a thread of this process is logged as any other error, by the logger of where it came from. */
    public static void tellWhatIsUncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            StackTraceElement[] trace = thrown.getStackTrace();
            String where = trace.length == 0 ? SafeLogging.class.getName() : ofLibrary(trace);
            LoggerFactory.getLogger(where).error("the thread {} ended unexpectedly", thread.getName(), thrown);
        });
    }

    /** The innermost class that is not Java's own. */
    private static String ofLibrary(StackTraceElement[] trace) {
        for (StackTraceElement frame : trace) {
            if (frame.getModuleName() == null) {
                return frame.getClassName();
            }
        }
        return trace[0].getClassName();
    }

    /** A message of the program itself as a line of stderr, its line end included: where the log is JSON, it is too. */
    public static String said(String message) {
        return SafeLogger.settings().form() == LogForm.JSON
                ? LogForm.JSON.entry("photon", Level.INFO, message, List.of(), null)
                : "photon: " + message + "\n";
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, SafeLogger::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Everything is there already.
    }
}
