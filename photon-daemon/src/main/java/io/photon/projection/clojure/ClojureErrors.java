// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import java.util.Set;

/** The exceptions that a reduction may name. */
final class ClojureErrors {

    private static final Set<String> MADE = Set.of(
            "Exception",
            "RuntimeException",
            "IllegalArgumentException",
            "IllegalStateException",
            "Error",
            "UnsupportedOperationException",
            "java.lang.Exception",
            "java.lang.RuntimeException",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException");

    private static final Set<String> CAUGHT = Set.of(
            "Exception",
            "Throwable",
            "RuntimeException",
            "Error",
            "NumberFormatException",
            "NullPointerException",
            "ClassCastException",
            "ArithmeticException",
            "IndexOutOfBoundsException",
            "IllegalArgumentException",
            "IllegalStateException",
            "java.lang.Exception",
            "java.lang.Throwable",
            "java.lang.RuntimeException",
            "clojure.lang.ExceptionInfo",
            "ExceptionInfo",
            "UnsupportedOperationException",
            ":default");

    private ClojureErrors() {}

    static boolean canBeMade(String type) {
        return MADE.contains(type);
    }

    static boolean canBeCaught(String type) {
        return CAUGHT.contains(type);
    }
}
