// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.ExceptionInfo;
import clojure.lang.Fn;
import clojure.lang.IDeref;
import clojure.lang.ITransientCollection;
import clojure.lang.Keyword;
import clojure.lang.Util;
import clojure.lang.Var;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Clojure asks in place of {@code Object.hashCode}, {@code Object.toString} and the like: where the answer of the JDK
 * is the place of an object in memory, the number of a class in this process, or the time zone of the machine, a fold would
 * give another value on each start. Hashes are made the same everywhere, texts that cannot be are refused.
 */
public final class ObjectMethods {

    /** Of every object of these kinds, which are told apart by themselves and not by their hash. */
    private static final int ONE_HASH = 1;

    /** Whether objects of a class have no text but their place in memory. */
    private static final ClassValue<Boolean> HAS_NO_TEXT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isOfObject(type, "toString") && isOfObject(type, "hashCode");
        }
    };

    /** In messages of the JDK and of Clojure: functions by the number of their class, objects and loaders by their place. */
    private static final Pattern FUNCTION = Pattern.compile("photon\\.reduction[\\w$./-]*(@[0-9a-f]+)?");

    private static final Pattern PLACE =
            Pattern.compile("((?:clojure|java|io\\.photon)\\.[\\w.$]+|'photon-sandbox' )@[0-9a-f]+");

    private ObjectMethods() {}

    private static boolean isOfObject(Class<?> type, String method) {
        try {
            return type.getMethod(method).getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            return false; // every class has both
        }
    }

    /** In place of {@code object.hashCode()}. */
    public static int hash(Object object) {
        if (object instanceof String || object instanceof Keyword || object instanceof Number) {
            return object.hashCode();
        }
        if (object instanceof Pattern pattern) {
            return pattern.pattern().hashCode();
        }
        return isToldApartByItself(object) ? ONE_HASH : object.hashCode();
    }

    private static boolean isToldApartByItself(Object object) {
        return object instanceof Fn
                || object instanceof IDeref && !(object instanceof Var)
                || object instanceof ITransientCollection
                || object instanceof Throwable
                || object instanceof Matcher
                || object.getClass().getName().equals("clojure.core.Eduction");
    }

    /** In place of {@code object.toString()}. */
    public static String text(Object object) {
        if (object instanceof String text) {
            return text;
        }
        if (object instanceof Date date) { // as java.util.Date writes it where the time zone is UTC
            Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
            calendar.setTime(date);
            return String.format(Locale.US, "%1$ta %1$tb %1$td %1$tT UTC %1$tY", calendar);
        }
        if (object instanceof Throwable error && !(error instanceof ExceptionInfo)) {
            String message = message(error);
            return error.getClass().getName() + (message == null ? "" : ": " + message);
        }
        if (HAS_NO_TEXT.get(object.getClass())) {
            throw hasNoText(object);
        }
        return object.toString();
    }

    /** In place of {@code System.identityHashCode(object)}, which is asked for texts only. */
    public static int place(Object object) {
        throw hasNoText(object);
    }

    static IllegalArgumentException hasNoText(Object object) {
        return new IllegalArgumentException(
                object instanceof Throwable
                        ? "an exception has no text that is the same after a restart: use ex-message and ex-data"
                        : (object instanceof Fn ? "a function" : "an object such as an atom")
                                + " has no text that is the same after a restart: make texts of what it gives");
    }

    /** In place of {@code error.getMessage()}: without numbers of this process. */
    public static @Nullable String message(Throwable error) {
        String message = error.getMessage();
        if (message == null || error instanceof ExceptionInfo) {
            return message;
        }
        return PLACE.matcher(FUNCTION.matcher(message).replaceAll("a function"))
                .replaceAll("$1")
                .replace("' )", "')")
                .strip();
    }

    /**
     * In place of Clojure's {@code identical?}: functions, keywords and cells are told apart as before, but data is compared,
     * because a value that was kept over a restart is at another place in memory.
     */
    static boolean isSame(Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || isToldApartByItself(a) || isToldApartByItself(b)) {
            return false;
        }
        return a.getClass() == b.getClass() && Util.equiv(a, b);
    }
}
