// SPDX-License-Identifier: Apache-2.0
package io.photon.result;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a fault says of itself, in words for people: classes and stacks are for the log. */
public final class Fault {

    /** Of a class or a method, as messages of the JVM name them. */
    private static final Pattern JAVA_NAME = Pattern.compile("\\b(java|javax|jdk|sun|io|org|com)\\.\\w+\\.[\\w.$]*\\w");

    private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private Fault() {}

    /** One line, never empty: its message, or what kind of fault it is where that is missing or names Java's classes. */
    public static String words(Throwable fault) {
        Throwable told = fault;
        for (Throwable cause = told.getCause(); cause != null && isWrapping(told, cause); cause = told.getCause()) {
            told = cause;
        }
        String message =
                told.getMessage() == null ? "" : told.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
        if (message.isEmpty() || JAVA_NAME.matcher(message).find()) {
            return "a fault inside Photon (" + kind(told) + ")";
        }
        return saysOnlyWhere(told) ? kind(told) + ": " + message : message;
    }

    /** Whether it says no more than the one that it was made of. */
    private static boolean isWrapping(Throwable fault, Throwable cause) {
        return fault.getMessage() == null || fault.getMessage().equals(cause.toString());
    }

    private static boolean saysOnlyWhere(Throwable fault) {
        String name = fault.getClass().getName();
        return fault instanceof Error
                || name.startsWith("java.nio.file.") && !name.equals("java.nio.file.FileSystemException");
    }

    /** {@code OutOfMemoryError} is "out of memory". */
    private static String kind(Throwable fault) {
        String name = fault.getClass().getSimpleName().replaceAll("(Exception|Error)$", "");
        String words = WORD_BEGINS.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
        return words.isEmpty() ? "unknown" : words;
    }
}
